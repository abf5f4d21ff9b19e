import type { ICallbacks, IClassicComm, WidgetModel, WidgetView } from '@jupyter-widgets/base';
import { createErrorWidgetModel } from '@jupyter-widgets/base/lib/errorwidget';
import { put_buffers } from '@jupyter-widgets/base/lib/utils';
import { ManagerBase } from '@jupyter-widgets/base-manager/lib/manager-base';
import type { AnyMessage } from '../../../protocol/messages.js';
import { createUuid } from '../../../protocol/uuid.js';
import {
  WIDGET_TARGET,
  type WidgetManagerState,
  type WidgetModelState,
} from '../../../protocol/widget-state.js';
import type { CommHub } from '../comms/comm-hub.js';
import { loadWidgetClass, type WidgetClass } from './class-loader.js';
import type { KernelStates } from './kernel-states.js';
import { createTypesetter } from './typesetter.js';
import type { HasUploadPolicy, UploadPolicy } from './upload-policy.js';
import { isSameUpload, lacksContent } from './uploaded-files.js';

export interface PageManagerOptions {
  hub: CommHub;
  uploads: UploadPolicy;
  /** Takes what a handler put out; `view` is the widget that the visitor used, if that is known. */
  onOutput(message: AnyMessage, view: WidgetView | undefined): void;
}

/** Traits and their values by model id. */
export type Inputs = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The page's widgets: made from the snapshot before there is a kernel, and kept in step with whichever kernel there is. */
export class PageManager extends ManagerBase implements HasUploadPolicy {
  readonly uploads: UploadPolicy;
  /** Where views look for whoever draws TeX. */
  readonly _rendermime = { latexTypesetter: createTypesetter() };
  readonly #hub: CommHub;
  readonly #onOutput: PageManagerOptions['onOutput'];
  readonly #ids = new Set<string>();
  readonly #building = new Set<Promise<unknown>>();
  #sanitize: ((source: string) => string) | undefined;

  constructor({ hub, uploads, onOutput }: PageManagerOptions) {
    super();
    this.#hub = hub;
    this.uploads = uploads;
    this.#onOutput = onOutput;
  }

  /** Makes the snapshot's models. Each is there, though maybe not yet made, when this returns its promise. */
  async restore(snapshot: WidgetManagerState): Promise<void> {
    const models = Object.entries(decodeModels(snapshot));
    await Promise.all(models.map(([id, model]) => this.#make(id, model)));
  }

  /** Makes a model that the kernel has opened a comm for. */
  open(comm: IClassicComm, message: AnyMessage): Promise<WidgetModel> {
    return this.handle_comm_open(comm, message as Parameters<ManagerBase['handle_comm_open']>[1]);
  }

  /**
   * Brings every model to what the kernel says, makes those that only the kernel has and closes those that it has not.
   * Where the visitor has done something since the kernel was asked, what they did stays.
   */
  async update({ models, sentSince }: KernelStates): Promise<void> {
    for (const id of [...this.#ids]) if (!Object.hasOwn(models, id)) await this.#close(id);
    const entries = Object.entries(models);
    const known = entries.filter(([id]) => this.has_model(id));
    const updates = await Promise.allSettled([
      ...entries.filter(([id]) => !this.has_model(id)).map(([id, model]) => this.#make(id, model)),
      ...known.map(async ([id, kernelModel]) => {
        const model = await this.get_model(id);
        const state = Object.fromEntries(
          Object.entries(kernelModel.state).filter(
            ([trait, value]) =>
              !sentSince(id, trait) &&
              !isWaiting(model, trait) &&
              !isSameUpload(model.get(trait), value),
          ),
        );
        const type = model.constructor as typeof WidgetModel;
        model.set_state(await type._deserialize_state(state, this));
      }),
    ]);
    // What one widget cannot take is no reason to keep the others' states from them.
    for (const update of updates) if (update.status === 'rejected') reportError(update.reason);
  }

  /**
   * Sends what the visitor has done so far to a kernel that has seen none of it.
   * @returns whether there was anything
   */
  async sendInputs(isThere: (id: string) => boolean): Promise<boolean> {
    const inputs = [...(await this.inputs())].filter(([id]) => isThere(id));
    return await this.repeatInputs(new Map(inputs));
  }

  /** What the visitor has done so far, by model id. */
  async inputs(): Promise<Inputs> {
    const inputs = new Map<string, Record<string, unknown>>();
    for (const id of this.#ids) {
      const { sentTraits } = this.#hub.comm(WIDGET_TARGET, id);
      if (sentTraits.size === 0) continue;
      const model = await this.get_model(id);
      const values = [...sentTraits].map((trait) => [trait, model.get(trait)] as const);
      const whole = values.filter(([, value]) => !lacksContent(value));
      if (whole.length > 0) inputs.set(id, Object.fromEntries(whole));
    }
    return inputs;
  }

  /**
   * Does again what the visitor did, with the widgets that there are.
   * @returns whether there was anything
   */
  async repeatInputs(inputs: Inputs): Promise<boolean> {
    const known = [...inputs].filter(([id]) => this.has_model(id));
    for (const [id, attrs] of known) {
      const model = await this.get_model(id);
      model.set(attrs);
      model.sync('patch', model, { attrs, callbacks: model.callbacks() });
    }
    return known.length > 0;
  }

  /** Resolves when no view is being made any more, those included that the views made so far have asked for. */
  async viewsBuilt(): Promise<void> {
    do {
      await Promise.allSettled(this.#building);
      await new Promise((resolve) => setTimeout(resolve));
    } while (this.#building.size > 0);
  }

  override create_view<View extends WidgetView>(
    model: WidgetModel,
    options?: unknown,
  ): Promise<View> {
    const view = super.create_view<View>(model, options).then(tidied);
    this.#building.add(view);
    void view.finally(() => this.#building.delete(view)).catch(() => {});
    return view;
  }

  /** A model that cannot be made is an error in its widget's place: the boxes that hold it need one. */
  override async _make_model(
    options: Parameters<ManagerBase['_make_model']>[0],
    state?: Parameters<ManagerBase['_make_model']>[1],
  ): Promise<WidgetModel> {
    try {
      return await super._make_model(options, state);
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      const StandIn = createErrorWidgetModel(cause, `${options.model_name} could not be made.`);
      const { model_id, comm } = options;
      return new StandIn({}, { widget_manager: this, model_id, comm });
    }
  }

  override register_model(id: string, model: Promise<WidgetModel>): void {
    super.register_model(id, model);
    this.#ids.add(id);
    void model.then((made) => made.once('comm:close', () => this.#ids.delete(id)));
  }

  override callbacks(view?: WidgetView): ICallbacks {
    const onOutput = (message: AnyMessage) => this.#onOutput(message, view);
    return { iopub: { output: onOutput, clear_output: onOutput } };
  }

  /** Until the sanitizer has come, markup is shown as text. */
  override inline_sanitize(source: string): string {
    if (this.#sanitize) return this.#sanitize(source);
    void this.#loadSanitizer();
    const text = document.createElement('span');
    text.textContent = source;
    return text.innerHTML;
  }

  protected override loadClass(name: string, module: string): Promise<WidgetClass> {
    return loadWidgetClass(name, module);
  }

  override async _create_comm(
    target: string,
    id: string = createUuid(),
    data?: unknown,
    metadata?: object,
    buffers?: ArrayBuffer[] | ArrayBufferView[],
  ): Promise<IClassicComm> {
    const comm = this.#hub.comm(target, id);
    if (data !== undefined) comm.open(data, undefined, metadata, buffers);
    return comm;
  }

  /** Models are made from states, never from a list of comms. */
  override async _get_comm_info(): Promise<Record<string, never>> {
    return {};
  }

  async #make(id: string, model: WidgetManagerState['state'][string]): Promise<void> {
    const { state, model_name, model_module, model_module_version } = model;
    const comm = this.#hub.comm(WIDGET_TARGET, id);
    const options = { model_id: id, comm, model_name, model_module, model_module_version };
    const made = this.new_model(options, state);
    if (state.description_allow_html === true) await this.#loadSanitizer();
    await made;
  }

  async #close(id: string): Promise<void> {
    const comm = this.#hub.comm(WIDGET_TARGET, id);
    this.#hub.forget(id);
    await comm.accept(this.#hub.create({ type: 'comm_close', content: { comm_id: id } }));
  }

  async #loadSanitizer(): Promise<void> {
    const { sanitizeInline } = await import('./sanitize-inline.js');
    this.#sanitize = sanitizeInline;
  }
}

/** Whether the model holds a change of the trait back until the kernel has answered the last. */
function isWaiting(model: WidgetModel, trait: string): boolean {
  const waiting: unknown = Reflect.get(model, '_msg_buffer');
  return typeof waiting === 'object' && waiting !== null && Object.hasOwn(waiting, trait);
}

/** What views leave undone: a widget without a tooltip has the title "null", and a slider's handles have no name. */
function tidied<View extends WidgetView>(view: View): View {
  const { el, model } = view;
  if (!(el instanceof Element)) return view;
  for (const element of [el, ...el.querySelectorAll('[title="null"]')]) {
    if (element.getAttribute('title') === 'null') element.removeAttribute('title');
  }
  const nameHandles = () => {
    for (const handle of el.querySelectorAll('.noUi-handle')) {
      handle.setAttribute('aria-label', String(model.get('description') || 'Slider'));
    }
  };
  nameHandles();
  // Another orientation gives a slider other handles.
  view.listenTo(model, 'change:description change:orientation', nameHandles);
  return view;
}

/** A snapshot's models with their buffers in place. It takes them out of the snapshot. */
export function decodeModels({ state }: WidgetManagerState): Record<string, WidgetModelState> {
  return Object.fromEntries(
    Object.entries(state).map(([id, { buffers = [], ...model }]) => {
      const data = buffers.map((buffer) => new DataView(decodeBase64(buffer.data)));
      put_buffers(
        model.state,
        buffers.map(({ path }) => path),
        data,
      );
      return [id, model];
    }),
  );
}

function decodeBase64(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;
}
