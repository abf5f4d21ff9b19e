export interface NotebookOptions {
  /** The kernelspec's language. */
  language?: string;
  /** The kernelspec's name; the language's by default. */
  kernelName?: string;
  /** A Markdown cell that stands first. */
  markdown?: string;
}

/** The text of a `.ipynb` with these code cells. */
export function notebook(
  cells: readonly string[],
  { language = 'typescript', kernelName = language, markdown }: NotebookOptions = {},
): string {
  const first = markdown === undefined ? [] : [{ ...cell('markdown', 0), source: markdown }];
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: kernelName, display_name: language, language } },
    cells: [
      ...first,
      ...cells.map((source, index) => ({
        ...cell('code', index + 1),
        execution_count: null,
        outputs: [],
        source,
      })),
    ],
  });
}

function cell(cell_type: 'code' | 'markdown', number: number) {
  return { cell_type, id: `${cell_type}-${number}`, metadata: {} };
}
