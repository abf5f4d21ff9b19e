import { fileURLToPath } from 'node:url';
import type { LineMap } from '../../../protocol/compiled.js';
import { LOCATIONS } from '../locations.js';

export interface MappedScript {
  /** How a traceback calls it. */
  source: string;
  lineMap: LineMap;
}

/** V8 counts the frames that are left out as well, and the cell's own may lie below a package's many. */
const FRAMES = 50;

/** Writes stacks in the lines that the author wrote, without Node's frames and eccola's own. */
export class StackTraces {
  readonly #scripts = new Map<string, MappedScript>();

  /** @param file what V8 calls the script: the name it was compiled under */
  register(file: string, script: MappedScript): void {
    this.#scripts.set(file, script);
  }

  /** Lets every error's `stack` be written here. */
  install(): void {
    Error.stackTraceLimit = FRAMES;
    Error.prepareStackTrace = (error, callSites) => this.#write(error, callSites);
  }

  #write(error: Error, callSites: readonly NodeJS.CallSite[]): string {
    const frames = callSites.flatMap((callSite) => this.#describe(callSite) ?? []);
    return [headingOf(error), ...frames.map((frame) => `    at ${frame}`)].join('\n');
  }

  #describe(callSite: NodeJS.CallSite): string | undefined {
    const file = callSite.getFileName();
    const frame = String(callSite);
    if (!file) return frame.includes('<anonymous>') ? undefined : frame;
    if (file.startsWith('node:') || toPath(file).startsWith(LOCATIONS.dist)) return undefined;
    const script = this.#scripts.get(file);
    if (!script) return frame;
    const line = script.lineMap[(callSite.getLineNumber() ?? 0) - 1] ?? 0;
    if (line === 0) return undefined;
    const place = `${file}:${callSite.getLineNumber()}:${callSite.getColumnNumber()}`;
    return frame.replace(place, `${script.source}:${line}`);
  }
}

function toPath(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}

function headingOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}
