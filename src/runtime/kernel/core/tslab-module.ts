import { toBase64 } from './rich/rich-forms.js';

/** How tslab's display API reaches the kernel. */
export interface TslabHost {
  displayData(data: Record<string, unknown>, displayId: string | undefined, update: boolean): void;
  nextDisplayId(): string;
}

/** What `tslab.versions` says. */
export interface TslabVersions {
  tslab: string;
  typescript: string;
  /** Empty where there is no Node. */
  node: string;
}

/**
 * The module that a cell gets for `import … from "tslab"`: tslab's API on this kernel, without its TypeScript.
 * @param readVersions called when a cell asks for them
 */
export function createTslabModule(host: TslabHost, readVersions: () => TslabVersions): object {
  return {
    display: new Display(host, undefined),
    newDisplay: () => new Display(host, host.nextDisplayId()),
    get versions() {
      return readVersions();
    },
  };
}

class Display {
  readonly #host: TslabHost;
  readonly #id: string | undefined;
  #shown = false;

  constructor(host: TslabHost, id: string | undefined) {
    this.#host = host;
    this.#id = id;
  }

  javascript(text: string): void {
    this.raw('text/javascript', text);
  }
  html(text: string): void {
    this.raw('text/html', text);
  }
  markdown(text: string): void {
    this.raw('text/markdown', text);
  }
  latex(text: string): void {
    this.raw('text/latex', text);
  }
  svg(text: string): void {
    this.raw('image/svg+xml', text);
  }
  png(bytes: Uint8Array): void {
    this.raw('image/png', bytes);
  }
  jpeg(bytes: Uint8Array): void {
    this.raw('image/jpeg', bytes);
  }
  gif(bytes: Uint8Array): void {
    this.raw('image/gif', bytes);
  }
  pdf(bytes: Uint8Array): void {
    this.raw('application/pdf', bytes);
  }
  text(text: string): void {
    this.raw('text/plain', text);
  }

  /** Shows content of any mime type; a display with an id shows it in the place of what it showed before. */
  raw(contentType: string, content: string | Uint8Array): void {
    const form = typeof content === 'string' ? content : toBase64(content);
    this.#host.displayData({ [contentType]: form }, this.#id, this.#shown);
    this.#shown = this.#id !== undefined;
  }
}
