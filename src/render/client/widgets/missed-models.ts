import type { AnyMessage } from '../../../protocol/messages.js';

const REFERENCE = 'IPY_MODEL_';

/**
 * Whether a comm's message refers to a model that the page has not.
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 */
export function refersToMissed(
  { content }: AnyMessage,
  hasModel: (id: string) => boolean,
): boolean {
  const data: unknown = 'data' in content ? content.data : undefined;
  if (typeof data !== 'object' || data === null || !('state' in data)) return false;
  return references(data.state).some((id) => !hasModel(id));
}

function references(value: unknown): string[] {
  if (typeof value === 'string') {
    return value.startsWith(REFERENCE) ? [value.slice(REFERENCE.length)] : [];
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(references);
}
