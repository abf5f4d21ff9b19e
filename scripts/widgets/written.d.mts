/** Model → the traits that its views write, by wire name. Views of a model that is not here only show it. */
export const WRITTEN: Readonly<Record<string, readonly string[]>>;
