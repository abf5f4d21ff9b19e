import { WIDGET_TARGET, type WidgetManagerState } from '../../../protocol/widget-state.js';
import type { CommHub } from '../comms/comm-hub.js';
import { decodeModels, type PageManager } from '../widgets/page-manager.js';
import { matchModels } from './match-models.js';

export interface MoveModelsOptions {
  manager: PageManager;
  hub: CommHub;
  before: WidgetManagerState;
  after: WidgetManagerState;
}

/** Brings every model to the next version's state; what the visitor has done goes to the widgets that are still there. */
export async function moveModels({
  manager,
  hub,
  before,
  after,
}: MoveModelsOptions): Promise<void> {
  const nextIds = matchModels(before.state, after.state);
  const inputs = new Map<string, Record<string, unknown>>();
  for (const [id, values] of await manager.inputs()) {
    const nextId = nextIds.get(id);
    if (nextId !== undefined) inputs.set(nextId, values);
  }
  for (const id of Object.keys(before.state)) hub.comm(WIDGET_TARGET, id).inherit([]);
  await manager.update({
    models: decodeModels(after),
    sentSince: (id, trait) => Object.hasOwn(inputs.get(id) ?? {}, trait),
  });
  for (const [id, values] of inputs) {
    const model = await manager.get_model(id);
    model.set(values);
    hub.comm(WIDGET_TARGET, id).inherit(Object.keys(values));
  }
}
