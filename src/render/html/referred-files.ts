const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&#39;': "'" };

/**
 * The files beside a notebook that its page leads to, by their paths below the root: whatever follows `files/` in it, be
 * it in a link, in an author's own HTML or in a widget's state.
 */
export function referredFiles(html: string): ReadonlySet<string> {
  const found = html.matchAll(/\bfiles\/((?:[^"'\s<>\\?#&]|&amp;|&#39;)+)/g);
  return new Set([...found].flatMap(([, path = '']) => decode(path)));
}

/** @returns none for what is no path of a URL */
function decode(path: string): string[] {
  try {
    return [decodeURIComponent(path.replace(/&amp;|&#39;/g, (entity) => ENTITIES[entity] ?? ''))];
  } catch {
    return [];
  }
}
