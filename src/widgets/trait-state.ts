import { AppError } from '../protocol/errors.js';
import { isEqual, isPlain } from './equal.js';
import { type Model, type Trait, toWireName } from './model.js';
import { describe, traitError } from './trait-error.js';

export type Values = Record<string, unknown>;

/** Makes the values of one widget agree with each other, in place; throws if that cannot be. */
export type Normalize = (next: Values, given: ReadonlySet<string>) => void;

/** What a message from the page asks for. */
export interface Received {
  /** Values that can be kept, by name. */
  values: Values;
  /** The same as they came, by wire name. */
  raw: Values;
  /** One for each value that cannot. */
  errors: AppError[];
  /** Names of the traits that are not the page's to set. */
  refused: string[];
}

/** The values of one widget's traits: checked when they come, compared when they change. */
export class TraitState {
  readonly #owner: string;
  readonly #model: Model;
  #values: Values = {};

  /** @param owner the class's name, for messages */
  constructor(owner: string, model: Model) {
    this.#owner = owner;
    this.#model = model;
    for (const { name, initial } of model.byName.values()) this.#values[name] = initial;
  }

  /** A constructor's options, or a sentence for whoever gave something else. */
  options(options: unknown): Values {
    if (isPlain(options)) return { ...options };
    throw new AppError(
      'INVALID_TRAIT',
      `A new ${this.#owner} takes an object of its traits, but was given ${describe(options)}.`,
      { hint: `Write new ${this.#owner}({ … }).` },
    );
  }

  /** The name itself, if it is a trait's. */
  nameOf(trait: unknown): string {
    const name = String(trait);
    if (!this.#model.byName.has(name)) throw this.#unknownTrait(name);
    return name;
  }

  get(name: string): unknown {
    return this.#values[name];
  }

  /** Checks values given in TypeScript. Undefined stands for "not given". */
  parse(options: object): Values {
    const values: Values = {};
    for (const [name, value] of Object.entries(options)) {
      if (value === undefined) continue;
      const trait = this.#model.byName.get(name);
      if (!trait) throw this.#unknownTrait(name);
      values[name] = this.#checked(trait, trait.type.parse(value), value);
    }
    return values;
  }

  /**
   * Checks values that came from a page. Keys that are no trait are left out: a front end sends some of its own.
   * @param onlyWritten refuse what no view writes
   */
  read(wire: Values, { onlyWritten }: { onlyWritten: boolean }): Received {
    const received: Received = { values: {}, raw: {}, errors: [], refused: [] };
    for (const [key, value] of Object.entries(wire)) {
      const trait = this.#model.traits.get(key);
      if (!trait) continue;
      if (onlyWritten && !this.#model.written.has(key)) {
        received.refused.push(trait.name);
        continue;
      }
      try {
        const { type } = trait;
        const parsed = type.read ? type.read(value) : type.parse(value);
        received.values[trait.name] = this.#checked(trait, parsed, value);
        received.raw[key] = value;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        received.errors.push(error);
      }
    }
    return received;
  }

  /**
   * Takes checked values, or none of them if `normalize` throws. Old values are held on to until `release`.
   * @returns what differs now, by name, with its old value
   */
  apply(values: Values, normalize: Normalize): Map<string, unknown> {
    const old = this.#values;
    const next = { ...old, ...values };
    const given = new Set(Object.keys(values));
    normalize(next, given);
    const changed = Object.keys(next).filter(
      (name) => (given.has(name) || next[name] !== old[name]) && !isEqual(old[name], next[name]),
    );
    for (const name of changed) this.#model.byName.get(name)?.type.hold?.(next[name]);
    // Only what differs is taken over, so that a value that stayed is the same object as before.
    this.#values = { ...old };
    for (const name of changed) this.#values[name] = next[name];
    return new Map(changed.map((name) => [name, old[name]]));
  }

  /** Traits that the page believes to be what it sent, and that are not. */
  differing({ values, raw }: Received): string[] {
    return Object.keys(values).filter((name) => {
      if (this.#model.byName.get(name)?.type.echo === false) {
        return this.#values[name] !== values[name];
      }
      const wireName = toWireName(name);
      const kept = this.toWire([name])[wireName];
      return kept !== raw[wireName] && !isEqual(kept, raw[wireName]);
    });
  }

  /** The values that may be sent back to all pages when one has sent them. */
  echoes(raw: Values): Values {
    return Object.fromEntries(
      Object.entries(raw).filter(([key]) => this.#model.traits.get(key)?.type.echo !== false),
    );
  }

  /** Values by wire name, their binary parts in place. */
  toWire(names: Iterable<string> = this.#model.byName.keys()): Values {
    const wire: Values = {};
    for (const name of names) {
      const type = this.#model.byName.get(name)?.type;
      if (type?.local) continue;
      const value = this.#values[name];
      wire[toWireName(name)] = value === null || !type?.write ? value : type.write(value);
    }
    return wire;
  }

  /** The simple traits that differ from their initial values, in one short line. */
  summary(): string {
    const parts: string[] = [];
    for (const { name, initial } of this.#model.byName.values()) {
      const value = this.#values[name];
      if (value === initial || typeof value === 'object') continue;
      parts.push(`${name}: ${describe(value)}`);
    }
    return parts.join(', ');
  }

  /** Lets go of values: old ones that `apply` has returned, or all of them, as the widget is closed. */
  release(values: Iterable<[name: string, value: unknown]> = Object.entries(this.#values)): void {
    for (const [name, value] of values) this.#model.byName.get(name)?.type.release?.(value);
  }

  #checked(trait: Trait, parsed: unknown, value: unknown): unknown {
    if (parsed === undefined) {
      throw traitError(this.#owner, trait.name, trait.type.expects, value);
    }
    return parsed;
  }

  #unknownTrait(name: string): AppError {
    const names = [...this.#model.byName.keys()].filter((each) => !each.startsWith('_'));
    return new AppError('INVALID_TRAIT', `${this.#owner} has no trait ${JSON.stringify(name)}.`, {
      hint: `Its traits are ${names.sort().join(', ')}.`,
    });
  }
}
