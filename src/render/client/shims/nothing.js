// Stands for modules that only Node's side of a package uses.
export default {};
