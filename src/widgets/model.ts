import type { JsonObject } from '../protocol/widget-state.js';

/** How the values of a trait are checked in TypeScript, read from the wire and written to it. */
export interface TraitType<T> {
  /** Completes the sentence "IntSlider.value must be …". */
  readonly expects: string;
  /** The value to keep, or undefined if this is none of the type. */
  parse(value: unknown): T | undefined;
  /** As `parse`, for a value as it came from the wire; `parse` itself where there is no difference. */
  read?(wire: unknown): T | undefined;
  /** The value as JSON with binary values in place; the value itself where there is no difference. */
  write?(value: T): unknown;
  /** Told when a widget takes this value, and when it lets go of it. */
  hold?(value: T): void;
  release?(value: T): void;
  /** True for what no page knows of: it is kept here, and derived from what they do know. */
  readonly local?: true;
  /** False for what is too large to be sent back to the page that sent it. */
  readonly echo?: false;
}

/** A trait's type and its value in a widget that was given none, as the generated tables hold it. */
export type TraitTable = Readonly<Record<string, readonly [TraitType<unknown>, unknown]>>;

export interface Trait {
  readonly name: string;
  readonly type: TraitType<unknown>;
  readonly initial: unknown;
}

/** An npm module of the front end, and the version of its models and views that eccola speaks. */
export type ModuleVersion = readonly [module: string, version: string];

/** What a front end needs to make the model and its views, and the traits that they share with us. */
export interface Model {
  /** The `_model_…` and `_view_…` keys of the state. */
  readonly identity: JsonObject;
  /** Those that pages know, by the name on the wire. */
  readonly traits: ReadonlyMap<string, Trait>;
  /** All, by the name in TypeScript. */
  readonly byName: ReadonlyMap<string, Trait>;
  /** Those that the views of a front end write, by the name on the wire: what a visitor may change. */
  readonly written: ReadonlySet<string>;
}

interface Definition {
  identity: JsonObject;
  traits: () => TraitTable;
  written: readonly string[];
}

// biome-ignore lint/complexity/noBannedTypes: the keys are classes, abstract ones too, of any constructor
type Class = Function;

const definitions = new Map<Class, Definition>();
const models = new Map<Class, Model>();

/**
 * Gives a class that widgets derive from its traits; those of the classes above it need not be repeated.
 * The table is a function, so that it costs nothing in the many kernels whose notebook has no such widget.
 */
export function defineTraits(widgetClass: Class, traits: () => TraitTable): void {
  definitions.set(widgetClass, { identity: {}, traits, written: [] });
}

/**
 * Gives a widget's class its traits, and the names of the model and the view that a front end makes for it.
 * @param written the traits that this view writes, by wire name
 */
export function defineModel(
  widgetClass: Class,
  [modelModule, modelVersion]: ModuleVersion,
  modelName: string,
  [viewModule, viewVersion]: ModuleVersion,
  viewName: string | null,
  written: readonly string[],
  traits: () => TraitTable,
): void {
  const identity = {
    _model_module: modelModule,
    _model_module_version: modelVersion,
    _model_name: modelName,
    _view_module: viewModule,
    _view_module_version: viewVersion,
    _view_name: viewName,
  };
  definitions.set(widgetClass, { identity, traits, written });
}

/** The model of a widget's class. Made when the first widget of the class is, since a notebook uses few of them. */
export function modelOf(widgetClass: Class): Model {
  const known = models.get(widgetClass);
  if (known) return known;
  let identity: JsonObject = {};
  let written: readonly string[] = [];
  const byName = new Map<string, Trait>();
  for (const ancestor of lineage(widgetClass)) {
    const definition = definitions.get(ancestor);
    if (!definition) continue;
    ({ identity, written } = definition);
    for (const [name, [type, initial]] of Object.entries(definition.traits())) {
      byName.set(name, { name, type, initial });
      defineAccessor(ancestor.prototype, name);
    }
  }
  const shared = [...byName].filter(([, { type }]) => !type.local);
  const traits = new Map(shared.map(([name, trait]) => [toWireName(name), trait]));
  const model = { identity, traits, byName, written: new Set(written) };
  models.set(widgetClass, model);
  return model;
}

/** The class and its ancestors, the furthest first. */
function lineage(widgetClass: Class): Class[] {
  const classes: Class[] = [];
  for (let each: unknown = widgetClass; typeof each === 'function'; ) {
    classes.unshift(each);
    each = Object.getPrototypeOf(each);
  }
  return classes;
}

interface TraitOwner {
  getTrait(name: string): unknown;
  setTrait(name: string, value: unknown): void;
}

function defineAccessor(prototype: object, name: string): void {
  if (name.startsWith('_') || Object.hasOwn(prototype, name)) return;
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: TraitOwner) {
      return this.getTrait(name);
    },
    set(this: TraitOwner, value: unknown) {
      this.setTrait(name, value);
    },
  });
}

/** `buttonStyle` → `button_style` */
export function toWireName(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
