import type { KernelMessage } from '../../../protocol/messages.js';

type Entries = KernelMessage.IHistoryReply['history'];

interface HistoryItem {
  line: number;
  input: string;
  /** The text form of the result, once there is one. */
  output: string | undefined;
}

/** One kernel is one session of its history. */
const SESSION = 1;

/**
 * What was executed with `store_history`, for as long as the kernel lives.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#history
 */
export class History {
  readonly #items: HistoryItem[] = [];

  add(line: number, input: string): void {
    this.#items.push({ line, input, output: undefined });
  }

  setOutput(line: number, output: string): void {
    const item = this.#items.findLast((candidate) => candidate.line === line);
    if (item) item.output = output;
  }

  /** Answers the content of a `history_request`; what it does not understand finds nothing. */
  find(content: Record<string, unknown>): Entries {
    const found = this.#select(content);
    return (
      content.output === true
        ? found.map(({ line, input, output }) => [SESSION, line, [input, output ?? null]])
        : found.map(({ line, input }) => [SESSION, line, input])
    ) as Entries;
  }

  #select(content: Record<string, unknown>): readonly HistoryItem[] {
    const { hist_access_type: kind, n, session, start, stop, pattern, unique } = content;
    const most = typeof n === 'number' ? n : Number.POSITIVE_INFINITY;
    if (kind === 'tail') return last(this.#items, most);
    if (kind === 'range') {
      if (session !== 0 && session !== SESSION) return [];
      const from = typeof start === 'number' ? start : 1;
      const to = typeof stop === 'number' ? stop : Number.POSITIVE_INFINITY;
      return this.#items.filter(({ line }) => line >= from && line < to);
    }
    if (kind === 'search') {
      const glob = toRegExp(typeof pattern === 'string' ? pattern : '*');
      const matching = this.#items.filter(({ input }) => glob.test(input));
      return last(unique === true ? latestOfEach(matching) : matching, most);
    }
    return [];
  }
}

function last<T>(items: readonly T[], most: number): readonly T[] {
  return most > 0 ? items.slice(-most) : [];
}

function latestOfEach(items: readonly HistoryItem[]): HistoryItem[] {
  return items.filter(
    ({ input }, index) => items.findLastIndex((item) => item.input === input) === index,
  );
}

/** A glob of `*` and `?` over the whole input. */
function toRegExp(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    // Neighbouring stars mean the same as one, and would make the search slow.
    .replaceAll(/\*+/g, '[\\s\\S]*')
    .replaceAll('?', '[\\s\\S]');
  return new RegExp(`^${source}$`);
}
