/** Every generated file by name, formatted. */
export function generateWidgets(): Map<string, string>;
