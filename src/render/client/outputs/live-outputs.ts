import type { AnyMessage } from '../../../protocol/messages.js';
import type { IOutput } from '../../../protocol/nbformat.js';
import type { PageConfig } from '../../../protocol/session.js';
import { WIDGET_VIEW_MIME } from '../../../protocol/widget-state.js';
import type { PageManager } from '../widgets/page-manager.js';
import type { OutputView } from './output-view.js';

/** Puts what the kernel puts out while the page is open where it belongs. */
export interface LiveOutputs {
  /**
   * Shows an output: an update wherever that display stands, anything else at the end of a cell.
   * @param cell where the output belongs if it is new; without one, below the notebook
   */
  show(message: AnyMessage, cell: Element | undefined): Promise<void>;
  /** Shows all that a cell showed while it ran, where the snapshot shows something else. */
  replace(outputs: readonly IOutput[], cell: Element): Promise<void>;
  /** Takes away all that was shown. */
  clear(): Promise<void>;
}

export interface LiveOutputsOptions {
  root: HTMLElement;
  config: PageConfig;
  manager: PageManager;
}

/** Its renderers come with the first output, or when the page that shows something to update has nothing else to do. */
export function createLiveOutputs({ root, config, manager }: LiveOutputsOptions): LiveOutputs {
  let view: Promise<OutputView> | undefined;
  let showing: Promise<void> = Promise.resolve();
  const load = () => {
    view ??= import('./output-view.js').then(({ OutputView: View }) => new View(config, manager));
    return view;
  };
  // What shows a widget is seldom updated as a display: the widget is.
  if (root.querySelector(`[data-display-id]:not([data-mime="${WIDGET_VIEW_MIME}"])`)) {
    whenIdle(() => void load());
  }

  /** One after the other, as they came. */
  function inTurn(task: (outputView: OutputView) => Promise<void>): Promise<void> {
    showing = showing
      .then(load)
      .then(task)
      .catch((error: unknown) => reportError(error));
    return showing;
  }

  return {
    show: (message, cell) =>
      inTurn((outputView) => outputView.show(message, cell ?? logOf(root), root)),
    replace: (outputs, cell) => inTurn((outputView) => outputView.replace(outputs, cell)),
    clear: () => inTurn((outputView) => outputView.clear(root)),
  };
}

/** The place of outputs that no cell is known for. */
function logOf(root: HTMLElement): Element {
  const log = root.querySelector(':scope > .eccola-log');
  if (log) return log;
  const section = document.createElement('section');
  section.className = 'eccola-cell eccola-outputs eccola-log';
  return root.appendChild(section);
}

function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(run);
  else setTimeout(run, 200);
}
