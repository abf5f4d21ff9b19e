import type { WidgetModelState } from '../../../protocol/widget-state.js';

type Models = Readonly<Record<string, WidgetModelState>>;

/**
 * Finds each widget of one version in the next. One with the same id is the same if it is described in the same words;
 * where the author has put others before it, its id is another's now, and it is found by its words.
 * @returns new ids by old ones
 */
export function matchModels(before: Models, after: Models): Map<string, string> {
  const matches = new Map<string, string>();
  const left = new Map<string, string[]>();
  for (const [id, model] of Object.entries(after)) {
    const old = before[id];
    const name = nameOf(model);
    if (old && nameOf(old) === name) matches.set(id, id);
    else left.set(name, [...(left.get(name) ?? []), id]);
  }
  for (const [id, model] of Object.entries(before)) {
    if (matches.has(id)) continue;
    const found = left.get(nameOf(model))?.shift();
    if (found !== undefined) matches.set(id, found);
  }
  return matches;
}

function nameOf({ model_module, model_name, state }: WidgetModelState): string {
  return JSON.stringify([model_module, model_name, state.description ?? '']);
}
