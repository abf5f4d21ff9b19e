// What Node, browsers and workers all have, and TypeScript's ES library does not name.
declare function btoa(binary: string): string;
