import type { DisplayHandle } from '../../../widgets/host.js';
import type { MessageContext } from './context.js';
import type { KernelHost } from './host.js';
import { type MimeBundle, toMimeBundle } from './mime-bundle.js';
import type { Publisher } from './publisher.js';

export interface DisplaysOptions {
  publisher: Publisher;
  host: KernelHost;
  /** The request that the calling code belongs to; throws when there was none yet. */
  currentContext: () => MessageContext;
  reportError: (error: unknown, context: MessageContext) => void;
  nextId: () => string;
}

/** Makes outputs of values. @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data */
export class Displays {
  readonly #publisher: Publisher;
  readonly #host: KernelHost;
  readonly #currentContext: () => MessageContext;
  readonly #reportError: (error: unknown, context: MessageContext) => void;
  /** Names a display. In a published kernel the name is the same in every kernel of the notebook, as a comm's is. */
  readonly nextId: () => string;
  readonly #handles = new WeakSet<object>();

  constructor({ publisher, host, currentContext, reportError, nextId }: DisplaysOptions) {
    this.#publisher = publisher;
    this.#host = host;
    this.#currentContext = currentContext;
    this.#reportError = reportError;
    this.nextId = nextId;
  }

  display(value: unknown): DisplayHandle {
    const context = this.#currentContext();
    const transient = { display_id: this.nextId() };
    this.#show('display_data', value, { transient }, context);
    const handle: DisplayHandle = {
      update: (newValue) =>
        this.#show('update_display_data', newValue, { transient }, this.#currentContext()),
    };
    this.#handles.add(handle);
    return handle;
  }

  displayData(data: Record<string, unknown>, displayId: string | undefined, update: boolean): void {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    const msgType = update ? 'update_display_data' : 'display_data';
    this.#publisher.output(msgType, { data, metadata: {}, transient }, this.#currentContext());
  }

  clear(wait: boolean): void {
    this.#publisher.output('clear_output', { wait }, this.#currentContext());
  }

  showResult(value: unknown, execution_count: number, context: MessageContext): void {
    // A cell that ends in `display(…)` has shown what it wants to show.
    if (typeof value === 'object' && value !== null && this.#handles.has(value)) return;
    this.#host.contexts.run(context, () => {
      if (value instanceof Promise) this.#showPromise(value, execution_count, context);
      else this.#show('execute_result', value, { execution_count }, context);
    });
  }

  /** A promise is shown as it is now, and again when it has settled; a cell does not wait for what it does not await. */
  #showPromise(promise: Promise<unknown>, execution_count: number, context: MessageContext): void {
    const transient = { display_id: this.nextId() };
    this.#show('execute_result', promise, { execution_count, transient }, context);
    promise.then(
      (settled) => {
        if (settled !== undefined) {
          this.#show('update_display_data', settled, { transient }, context);
        }
      },
      (error: unknown) => this.#reportError(error, context),
    );
  }

  #show(msgType: string, value: unknown, fields: object, context: MessageContext): void {
    try {
      const bundle = toMimeBundle(value, (shown) => this.#host.inspect(shown));
      if (bundle instanceof Promise) {
        const content = bundle
          .catch((error) => this.#plain(value, error, context))
          .then((made) => ({ ...made, ...fields }));
        this.#publisher.outputLater(msgType, content, context);
      } else {
        this.#publisher.output(msgType, { ...bundle, ...fields }, context);
      }
    } catch (error) {
      this.#publisher.output(
        msgType,
        { ...this.#plain(value, error, context), ...fields },
        context,
      );
    }
  }

  /** A value whose own display method fails is shown as text, beside what its method threw. */
  #plain(value: unknown, error: unknown, context: MessageContext): MimeBundle {
    this.#reportError(error, context);
    return { data: { 'text/plain': this.#host.inspect(value) }, metadata: {} };
  }
}
