import type { JsonValue, WidgetManagerState } from '../../../protocol/widget-state.js';

const REFERENCE = 'IPY_MODEL_';

/** The models of a page by id, as painters read them. */
export class WidgetTree {
  readonly #state: WidgetManagerState['state'];

  constructor({ state }: WidgetManagerState) {
    this.#state = state;
  }

  get(id: string): PaintedModel | undefined {
    const entry = Object.hasOwn(this.#state, id) ? this.#state[id] : undefined;
    return entry && new PaintedModel(this, id, entry);
  }
}

/** One model of a snapshot. A trait that is missing, or of another type, has the value that the caller names. */
export class PaintedModel {
  constructor(
    private readonly tree: WidgetTree,
    readonly id: string,
    private readonly entry: WidgetManagerState['state'][string],
  ) {}

  get name(): string {
    return this.entry.model_name;
  }

  get module(): string {
    return this.entry.model_module;
  }

  value(trait: string): JsonValue | undefined {
    return Object.hasOwn(this.entry.state, trait) ? this.entry.state[trait] : undefined;
  }

  text(trait: string, otherwise = ''): string {
    const value = this.value(trait);
    return typeof value === 'string' ? value : otherwise;
  }

  number(trait: string, otherwise: number): number {
    const value = this.value(trait);
    return typeof value === 'number' ? value : otherwise;
  }

  flag(trait: string, otherwise = false): boolean {
    const value = this.value(trait);
    return typeof value === 'boolean' ? value : otherwise;
  }

  list(trait: string): JsonValue[] {
    const value = this.value(trait);
    return Array.isArray(value) ? value : [];
  }

  texts(trait: string): string[] {
    return this.list(trait).filter((item) => typeof item === 'string');
  }

  /** The model that a trait refers to. */
  model(trait: string): PaintedModel | undefined {
    return this.#resolve(this.value(trait));
  }

  /** The models that a list of references names, those that are missing left out. */
  models(trait: string): PaintedModel[] {
    return this.list(trait)
      .map((item) => this.#resolve(item))
      .filter((model) => model !== undefined);
  }

  /** A binary trait in base64, as the state holds it. */
  base64(trait: string): string {
    const buffer = this.entry.buffers?.find(({ path }) => path.length === 1 && path[0] === trait);
    return buffer?.data ?? '';
  }

  #resolve(value: JsonValue | undefined): PaintedModel | undefined {
    return typeof value === 'string' && value.startsWith(REFERENCE)
      ? this.tree.get(value.slice(REFERENCE.length))
      : undefined;
  }
}
