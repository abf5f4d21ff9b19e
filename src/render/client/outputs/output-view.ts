import type { AnyMessage } from '../../../protocol/messages.js';
import type { IOutput } from '../../../protocol/nbformat.js';
import type { PageConfig } from '../../../protocol/session.js';
import { createUrls } from '../../../protocol/urls.js';
import { markupText } from '../../html/markup.js';
import { renderOutput, renderOutputs } from '../../html/outputs/index.js';
import type { RenderContext } from '../../html/render-context.js';
import { disposeViews, hydrate } from '../widgets/hydrate.js';
import type { PageManager } from '../widgets/page-manager.js';

/** A page that is open for days keeps this much of what one cell's handlers put out, the last of it. */
const MAX_OUTPUTS = 200;
const MAX_STREAM = 100_000;

/** Renders outputs as the server does, and brings their widgets to life. */
export class OutputView {
  readonly #context: RenderContext;
  readonly #manager: PageManager;
  readonly #streams = new WeakMap<Element, { name: string; text: string }>();
  readonly #clearsOnNext = new WeakSet<Element>();

  constructor(config: PageConfig, manager: PageManager) {
    this.#manager = manager;
    this.#context = {
      urls: createUrls(config.baseUrl),
      path: config.path,
      debug: config.debug,
      paintWidget: undefined,
      renderTex: undefined,
      ids: new Set([...document.querySelectorAll('[id]')].map(({ id }) => id)),
    };
  }

  /** Shows one message's output; `root` is where displays are looked for. */
  async show(message: AnyMessage, cell: Element, root: Element): Promise<void> {
    const content: Record<string, unknown> = { ...message.content };
    const type: string = message.header.msg_type;
    if (type === 'clear_output') {
      if (content.wait === true) this.#clearsOnNext.add(cell);
      else await this.#clear(cell);
    } else if (type === 'update_display_data') {
      await this.#update({ output_type: type, ...content }, root);
    } else {
      await this.#append({ output_type: type, ...content }, cell);
    }
  }

  /**
   * Puts a cell's outputs in the place of those of the snapshot. One that looks the same stays, and so do a widget's views:
   * the widget itself is brought up to date.
   */
  async replace(outputs: readonly IOutput[], cell: Element): Promise<void> {
    const before = [...cell.querySelectorAll<HTMLElement>(':scope > :not([data-live])')];
    const template = document.createElement('template');
    template.innerHTML = renderOutputs(outputs, this.#context).map(markupText).join('');
    const after = [...template.content.children].filter((child) => child instanceof HTMLElement);
    const wanted = after.map((next) => {
      const same = before.findIndex((old) => appearance(old) === appearance(next));
      return same < 0 ? next : (before.splice(same, 1)[0] ?? next);
    });
    for (const old of before) await remove(old);
    // What stays is not moved: it would lose its focus.
    let place = cell.firstElementChild;
    for (const output of wanted) {
      if (output === place) place = place.nextElementSibling;
      else cell.insertBefore(output, place);
    }
    for (const next of after) if (next.isConnected) await this.#enliven(next);
  }

  /** Takes away what came while the page was open, wherever below the root it stands. */
  async clear(root: Element): Promise<void> {
    for (const output of root.querySelectorAll('[data-live]')) await remove(output);
  }

  async #update(output: IOutput, root: Element): Promise<void> {
    const id = displayId(output);
    const places = [...root.querySelectorAll<HTMLElement>('[data-display-id]')];
    for (const place of places.filter(({ dataset }) => dataset.displayId === id)) {
      const next = this.#render(output);
      if (!next) continue;
      await disposeViews(place);
      place.replaceWith(next);
      await this.#enliven(next);
    }
  }

  async #append(output: IOutput, cell: Element): Promise<void> {
    if (this.#clearsOnNext.delete(cell)) await this.#clear(cell);
    const streamed = output.output_type === 'stream' && this.#extendStream(output, cell);
    const element = streamed || this.#render(output);
    if (!element) return;
    element.dataset.live = '';
    if (streamed) return;
    if (output.output_type === 'stream') {
      this.#streams.set(element, { name: String(output.name), text: String(output.text) });
    }
    cell.append(element);
    const live = liveOutputs(cell);
    for (const old of live.slice(0, Math.max(0, live.length - MAX_OUTPUTS))) await remove(old);
    await this.#enliven(element);
  }

  /** What a stream wrote directly after what it wrote before belongs to the same output. */
  #extendStream(output: IOutput, cell: Element): HTMLElement | undefined {
    const last = cell.lastElementChild;
    const stream = last ? this.#streams.get(last) : undefined;
    if (!last || !stream || stream.name !== output.name) return undefined;
    const text = (stream.text + String(output.text)).slice(-MAX_STREAM);
    const next = this.#render({ ...output, text });
    if (!next) return undefined;
    this.#streams.set(next, { name: stream.name, text });
    last.replaceWith(next);
    return next;
  }

  /** Takes away what came while the page was open; what the notebook showed before stays. */
  async #clear(cell: Element): Promise<void> {
    for (const output of liveOutputs(cell)) await remove(output);
  }

  #render(output: IOutput): HTMLElement | undefined {
    const template = document.createElement('template');
    template.innerHTML = markupText(renderOutput(output, this.#context));
    const element = template.content.firstElementChild;
    return element instanceof HTMLElement ? element : undefined;
  }

  async #enliven(element: HTMLElement): Promise<void> {
    if (element.querySelector('.eccola-math[data-tex]')) {
      const { drawMarkedFormulas } = await import('../widgets/draw-formulas.js');
      drawMarkedFormulas(element);
    }
    await hydrate(element, this.#manager);
  }
}

async function remove(output: Element): Promise<void> {
  await disposeViews(output);
  output.remove();
}

function liveOutputs(cell: Element): Element[] {
  return [...cell.querySelectorAll(':scope > [data-live]')];
}

function displayId({ transient }: IOutput): string | undefined {
  return typeof transient === 'object' && transient !== null && 'display_id' in transient
    ? String(transient.display_id)
    : undefined;
}

/** What an output shows: of a widget that it is this widget. */
function appearance(output: Element): string {
  const hosts = [...output.querySelectorAll<HTMLElement>('.eccola-widget')];
  return hosts.length > 0
    ? hosts.map(({ dataset }) => dataset.modelId).join(' ')
    : output.outerHTML;
}
