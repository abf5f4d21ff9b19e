// Reads `@jupyter-widgets/schema` and says of each attribute what TypeScript is to know of it.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Every model of the schema by name. */
export function readSchema() {
  const models = require('@jupyter-widgets/schema/jupyterwidgetmodels.latest.json');
  return new Map(models.map((model) => [model.model.name, model]));
}

/** `button_style` → `buttonStyle` */
export function toTraitName(wireName) {
  const name = wireName.replace(/(?<=.)_([a-z])/g, (_, letter) => letter.toUpperCase());
  return name;
}

/**
 * @returns code: the expression that makes its `TraitType`; ts: its type; initial: the expression of its initial value;
 *   imports: what `code` needs, by file; refers: the widget class that it refers to
 */
export function describeAttribute(attribute) {
  const plain = describeType(attribute);
  const initial = describeInitial(attribute);
  if (!attribute.allow_none || plain.refers) return { ...plain, initial };
  return { ...plain, code: `nullable(${plain.code})`, ts: `${plain.ts} | null`, initial };
}

function describeType(attribute) {
  const { type, items, widget } = attribute;
  if (attribute.enum) {
    const choices = attribute.enum.map((choice) => `'${choice}'`);
    return { code: `oneOf(${choices.join(', ')})`, ts: choices.join(' | ') };
  }
  if (Array.isArray(type)) {
    const [first, second] = attribute.union_attributes.map(describeType);
    return { code: `either(${first.code}, ${second.code})`, ts: `${first.ts} | ${second.ts}` };
  }
  switch (type) {
    case 'bool':
      return { code: 'bool', ts: 'boolean' };
    case 'int':
      return { code: 'int', ts: 'number' };
    case 'float':
      return { code: 'float', ts: 'number' };
    case 'string':
      return { code: 'string', ts: 'string' };
    case 'bytes':
      return { code: 'bytes', ts: 'Uint8Array' };
    case 'reference':
      return { code: `reference(${widget})`, ts: widget, refers: widget };
    case 'array':
      if (items?.type === 'reference') return { code: 'references', ts: 'readonly Widget[]' };
      if (items?.type === 'string') {
        return { code: "list(string, 'an array of strings')", ts: 'readonly string[]' };
      }
      return {};
    default:
      return {};
  }
}

function describeInitial({ type, default: initial }) {
  if (type === 'bytes') return 'new Uint8Array()';
  if (type === 'reference') return 'null';
  if (Array.isArray(initial)) return `Object.freeze(${toSource(initial)})`;
  return toSource(initial);
}

/** A literal, with what cannot be seen written as an escape. */
export function toSource(value) {
  if (typeof value !== 'string') return JSON.stringify(value);
  const escaped = value.replace(/['\\]/g, '\\$&');
  return `'${escaped.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}
