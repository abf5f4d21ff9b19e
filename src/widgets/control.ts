import { removeBuffers, type WidgetModelState } from '../protocol/widget-state.js';
import type { Comm } from './host.js';

/** What this module needs of a widget. */
export interface StateHolder {
  /** The whole state with its binary values still in place, and the model's three names. */
  modelState(): Omit<WidgetModelState, 'state'> & { state: Record<string, unknown> };
}

/**
 * Answers `request_states` on a control comm with the state of every live widget in one message.
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md#the-jupyterwidgetcontrol-comm-target
 */
export function answerStateRequests(comm: Comm, widgets: ReadonlyMap<string, StateHolder>): void {
  comm.onMessage = ({ data }) => {
    if (data.method !== 'request_states') return;
    const models = Object.fromEntries(
      Array.from(widgets, ([id, widget]) => [id, widget.modelState()]),
    );
    const { state, buffer_paths, buffers } = removeBuffers(models);
    comm.send({ data: { method: 'update_states', states: state, buffer_paths }, buffers });
  };
}
