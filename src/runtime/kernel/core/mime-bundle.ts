import { isRecord } from './message-content.js';
import { type RichForms, toRichForms } from './rich/rich-forms.js';

/** One output in all the forms that it has; JSON types as objects, binary ones in base64. */
export interface MimeBundle {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/**
 * The method by which any object says how it is shown; Deno's kernel reads the same symbol.
 * @see https://docs.deno.com/runtime/reference/cli/jupyter/#rich-content-output
 */
const DISPLAY = Symbol.for('Jupyter.display');

/**
 * The forms of a value: what its `Symbol.for("Jupyter.display")` method returns, else what its kind is shown as, and text
 * beside it.
 * A promise when that method returns one; rejects or throws with what the method does.
 */
export function toMimeBundle(
  value: unknown,
  inspect: (value: unknown) => string,
): MimeBundle | Promise<MimeBundle> {
  const method = displayMethod(value);
  if (!method) {
    return { data: { ...richFormsOf(value, inspect), 'text/plain': inspect(value) }, metadata: {} };
  }
  const shown = method.call(value);
  return shown instanceof Promise
    ? shown.then((bundle) => complete(bundle, value, inspect))
    : complete(shown, value, inspect);
}

/** A getter or a proxy of the author's may throw: then the text is all there is. */
function richFormsOf(value: unknown, inspect: (value: unknown) => string): RichForms {
  try {
    return toRichForms(value, inspect);
  } catch {
    return {};
  }
}

function displayMethod(value: unknown): (() => unknown) | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
    return undefined;
  const method: unknown = Reflect.get(value, DISPLAY);
  return typeof method === 'function' ? () => Reflect.apply(method, value, []) : undefined;
}

function complete(shown: unknown, value: unknown, inspect: (value: unknown) => string): MimeBundle {
  const data: Record<string, unknown> = {};
  if (isRecord(shown)) {
    for (const [mime, form] of Object.entries(shown)) data[mime] = form;
  }
  data['text/plain'] ??= inspect(value);
  return { data, metadata: {} };
}
