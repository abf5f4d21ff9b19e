import { toBytes } from '../protocol/bytes.js';
import {
  type JsonValue,
  putBuffers,
  removeBuffers,
  WIDGET_PROTOCOL_VERSION,
  WIDGET_TARGET,
  WIDGET_VIEW_MIME,
  type WidgetModelState,
} from '../protocol/widget-state.js';
import { asRecord } from './equal.js';
import { Handlers, type Unsubscribe } from './handlers.js';
import { type Comm, type CommMessage, getHost, liveWidgets } from './host.js';
import { type Model, modelOf } from './model.js';
import { endlessChange } from './trait-error.js';
import { TraitState, type Values } from './trait-state.js';
import type { Change, Options, TraitName } from './types.js';

const DISPLAY: unique symbol = Symbol.for('Jupyter.display');
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** What a front end shows a widget by: its view, and its description in words where there are no widgets. */
export type WidgetMimeBundle = Record<string, JsonValue>;

/** Called for a message of the page's own making, with its binary parts. */
export type MessageHandler = (content: unknown, buffers: readonly Uint8Array[]) => unknown;

/** How often a widget's handlers may change the widget, each change calling them anew, before that counts as endless. */
const MAX_NESTED_CHANGES = 100;

/**
 * What all widgets are: a model whose traits the kernel and every open page share. Setting a trait here shows on the
 * pages; setting one there calls the handlers that `observe` was given.
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 */
export abstract class Widget {
  readonly #model: Model;
  readonly #state: TraitState;
  readonly #comm: Comm;
  readonly #observers = new Map<string, Handlers<[never]>>();
  readonly #messages = new Handlers<[unknown, readonly Uint8Array[]]>();
  #held: Set<string> | undefined;
  #notifying = 0;
  #closed = false;

  /** @throws AppError `INVALID_TRAIT` for an option that is no trait, or a value that its trait cannot hold */
  constructor(options: object = {}) {
    this.#model = modelOf(new.target);
    this.#state = new TraitState(new.target.name, this.#model);
    const given = this.#state.parse(this.complete(this.#state.options(options)));
    this.#state.apply(given, (next, names) => this.normalize(next, names));
    const { state, buffer_paths, buffers } = removeBuffers(this.#fullState());
    this.#comm = getHost().openComm(WIDGET_TARGET, {
      data: { state, buffer_paths },
      metadata: { version: WIDGET_PROTOCOL_VERSION },
      buffers,
    });
    this.#comm.onMessage = (message) => this.#receive(message);
    this.#comm.onClose = () => this.#forget();
    liveWidgets().set(this.modelId, this);
  }

  /** The id that pages and the kernel know this widget by: its comm's. */
  get modelId(): string {
    return this.#comm.id;
  }

  /** True once `close` was called, or a page closed the widget: it is on no page any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Sets several traits as one change: they are checked together, and the page receives them in one message.
   * @throws AppError `INVALID_TRAIT`; then nothing is set
   */
  set(traits: Options<this>): void {
    this.#commit(this.#state.parse(traits));
  }

  /**
   * Calls the handler after each change of a trait, whether it was made here or on a page.
   * What it throws, or its promise rejects with, is reported where the cell's errors are.
   */
  observe<K extends TraitName<this>>(
    trait: K,
    handler: (change: Change<this, K>) => unknown,
  ): Unsubscribe {
    const name = this.#state.nameOf(trait);
    const observers = this.#observers.get(name) ?? new Handlers<[never]>();
    this.#observers.set(name, observers);
    return observers.add(handler);
  }

  /** Takes back `observe`: this handler of the trait, or all that it has. */
  unobserve<K extends TraitName<this>>(
    trait: K,
    handler?: (change: Change<this, K>) => unknown,
  ): void {
    const observers = this.#observers.get(this.#state.nameOf(trait));
    if (handler) observers?.remove(handler);
    else observers?.clear();
  }

  /** Calls the handler for each custom message that a page's view of this widget sends. */
  onMsg(handler: MessageHandler): Unsubscribe {
    return this.#messages.add(handler);
  }

  /** Sends a custom message to the page's views of this widget. */
  send(content: JsonValue, buffers: readonly Uint8Array[] = []): void {
    this.#comm.send({ data: { method: 'custom', content }, buffers });
  }

  /** Runs `fn`, and sends what it changed of this widget as one message when it returns (not when its promise is kept). */
  holdSync<T>(fn: () => T): T {
    if (this.#held) return fn();
    const held = new Set<string>();
    this.#held = held;
    try {
      return fn();
    } finally {
      this.#held = undefined;
      this.#sendState('update', this.#state.toWire(held));
    }
  }

  /** Takes the widget off all pages, for good. Its traits can still be read. */
  close(): void {
    if (this.#closed) return;
    this.#forget();
    this.#comm.close();
  }

  [DISPLAY](): WidgetMimeBundle {
    return {
      [WIDGET_VIEW_MIME]: { version_major: 2, version_minor: 0, model_id: this.modelId },
      'text/plain': this.toString(),
    };
  }

  [INSPECT](): string {
    return this.toString();
  }

  /** The class and the traits that say most about the widget, as in `IntSlider(value: 5)`. */
  toString(): string {
    return `${this.constructor.name}(${this.#state.summary()})`;
  }

  /** @internal */
  modelState(): Omit<WidgetModelState, 'state'> & { state: Values } {
    const state = this.#fullState();
    return {
      model_name: String(state._model_name),
      model_module: String(state._model_module),
      model_module_version: String(state._model_module_version),
      state,
    };
  }

  /** The options of a new widget, with those added that the others decide. */
  protected complete(options: Values): Values {
    return options;
  }

  /** Makes values agree with each other before they are taken over, in place; throws if they cannot. */
  protected normalize(_next: Values, _given: ReadonlySet<string>): void {}

  /** Called for an event that the page's view tells of, such as a click. */
  protected handleEvent(_event: string): void {}

  protected getTrait(name: string): unknown {
    return this.#state.get(name);
  }

  protected setTrait(name: string, value: unknown): void {
    this.#commit(this.#state.parse({ [name]: value }));
  }

  /** The widget that a trait refers to, made when it is first asked for: most widgets never need one. */
  protected reference<T extends Widget>(name: string, widgetClass: new () => T): T {
    if (!(this.#state.get(name) instanceof widgetClass)) this.setTrait(name, {});
    const widget = this.#state.get(name);
    if (widget instanceof widgetClass) return widget;
    throw new TypeError(`${this.constructor.name}.${name} refers to another kind of widget.`);
  }

  #commit(values: Values): void {
    if (this.#notifying === MAX_NESTED_CHANGES) throw endlessChange(this, Object.keys(values));
    const changed = this.#state.apply(values, (next, given) => this.normalize(next, given));
    this.#sync(changed.keys());
    this.#state.release(changed);
    this.#notify(changed);
  }

  #sync(names: Iterable<string>): void {
    if (!this.#held) this.#sendState('update', this.#state.toWire(names));
    else for (const name of names) this.#held.add(name);
  }

  #notify(changed: ReadonlyMap<string, unknown>): void {
    this.#notifying += 1;
    for (const [name, old] of changed) {
      const change = { name, old, new: this.#state.get(name), owner: this };
      // `observe` has matched each handler's type to its trait.
      this.#observers.get(name)?.call(change as never);
    }
    this.#notifying -= 1;
  }

  #receive({ data, buffers }: CommMessage): void {
    switch (data.method) {
      case 'update': {
        const state = asRecord(data.state);
        putBuffers(state, data.buffer_paths, buffers);
        this.#update(state);
        break;
      }
      case 'request_state':
        this.#sendState('update', this.#fullState());
        break;
      case 'custom': {
        const { event } = asRecord(data.content);
        if (typeof event === 'string') this.handleEvent(event);
        this.#messages.call(data.content, buffers.map(toBytes));
      }
    }
  }

  #update(wire: Values): void {
    const received = this.#state.read(wire, { onlyWritten: getHost().published });
    for (const error of received.errors) getHost().reportError(error);
    let changed: ReadonlyMap<string, unknown> = new Map();
    let echoes: Values = {};
    try {
      changed = this.#state.apply(received.values, (next, given) => this.normalize(next, given));
      echoes = this.#state.echoes(received.raw);
    } catch (error) {
      getHost().reportError(error);
    }
    this.#sendState('echo_update', { ...echoes, ...this.#state.toWire(received.refused) });
    const others = [...changed.keys()].filter((name) => !(name in received.values));
    this.#sync([...others, ...this.#state.differing(received)]);
    this.#state.release(changed);
    this.#notify(changed);
  }

  #sendState(method: 'update' | 'echo_update', wire: Values): void {
    if (this.#closed || Object.keys(wire).length === 0) return;
    const { state, buffer_paths, buffers } = removeBuffers(wire);
    this.#comm.send({ data: { method, state, buffer_paths }, buffers });
  }

  #fullState(): Values {
    return { ...this.#model.identity, ...this.#state.toWire() };
  }

  #forget(): void {
    if (this.#closed) return;
    this.#closed = true;
    liveWidgets().delete(this.modelId);
    this.#comm.onMessage = undefined;
    this.#comm.onClose = undefined;
    for (const observers of this.#observers.values()) observers.clear();
    this.#messages.clear();
    this.#state.release();
  }
}
