const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as it may stand in HTML, in attributes too. */
export function escapeText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

export interface TableParts {
  caption: string;
  head: readonly string[];
  /** Cells in HTML, a row each. */
  rows: readonly (readonly string[])[];
}

/** A table in the class that JupyterLab styles; on a published page it has the page's own look. */
export function toTableMarkup({ caption, head, rows }: TableParts): string {
  const headCells = head.map((name) => `<th scope="col">${escapeText(name)}</th>`).join('');
  const body = rows
    .map(([first = '', ...rest]) => {
      const cells = rest.map((cell) => `<td>${cell}</td>`).join('');
      return `<tr><th scope="row">${first}</th>${cells}</tr>`;
    })
    .join('');
  return `<table class="dataframe"><caption>${escapeText(caption)}</caption><thead><tr>${headCells}</tr></thead><tbody>${body}</tbody></table>`;
}
