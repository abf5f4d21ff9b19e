// What Node and browsers both have, and TypeScript's ES library does not name.
declare function atob(base64: string): string;
