/**
 * Pages load from their own host only, and run no script but ours and what the author's notebook put there.
 * Styles may stand in the HTML: widgets and outputs are full of them.
 * @param scriptHashes `sha256-…` of the scripts that stand in the page
 * @see https://www.w3.org/TR/CSP3/
 */
export function pagePolicy(
  scriptHashes: readonly string[],
  frameAncestors: readonly string[],
): string {
  return join([...common(scriptHashes), "base-uri 'none'", frames(frameAncestors)]);
}

/** The same for a page that says it itself, where a header cannot: who may show it in a frame is then not for it to say. */
export function staticPagePolicy(scriptHashes: readonly string[]): string {
  return join([
    ...common(scriptHashes),
    "worker-src 'self'",
    "connect-src 'self'",
    // See `BASE_SCRIPT`.
    "base-uri 'self'",
  ]);
}

function common(scriptHashes: readonly string[]): string[] {
  const hashes = scriptHashes.map((hash) => ` '${hash}'`).join('');
  return [
    "default-src 'self' data: blob:",
    `script-src 'self'${hashes}`,
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "form-action 'self'",
  ];
}

function frames(ancestors: readonly string[]): string {
  return `frame-ancestors ${ancestors.join(' ')}`;
}

function join(directives: readonly string[]): string {
  return directives.join('; ');
}
