import type { KernelMessage } from '../../protocol/messages.js';
import type { CommHub } from './comms/comm-hub.js';
import type { LiveOutputs } from './outputs/live-outputs.js';
import type { StateRequests } from './widgets/kernel-states.js';
import type { Inputs, PageManager } from './widgets/page-manager.js';

export interface SuccessionOptions {
  hub: CommHub;
  manager: PageManager;
  states: StateRequests;
  outputs: LiveOutputs;
}

/** What is done when the notebook has run to its end for this page, and its widgets are there. */
interface AfterRun {
  repeat: () => Promise<void>;
  isRunOver: boolean;
  hasStates: boolean;
}

/** Gives a kernel what the visitor did with the one whose place it has taken. */
export class Succession {
  readonly #options: SuccessionOptions;
  #afterRun: AfterRun | undefined;
  /** What the visitor did with kernels that are gone, until one has it that has run the notebook. */
  #toRepeat: { waiting: KernelMessage.IShellMessage[]; inputs: Inputs } | undefined;

  constructor(options: SuccessionOptions) {
    this.#options = options;
  }

  /**
   * To a kernel that has run the notebook.
   * @param isThere whether it has a model
   * @param say told whether there was anything
   */
  async moveInputs(isThere: (id: string) => boolean, say: (sent: boolean) => void): Promise<void> {
    const { hub, manager } = this.#options;
    const waiting = this.#takeWaiting();
    const sent = await manager.sendInputs(isThere);
    for (const message of waiting) hub.outbox.post(message);
    say(sent);
  }

  /** As `moveInputs`, but the kernel is only about to run the notebook. */
  async startOver(say: (sent: boolean) => void): Promise<void> {
    const { hub, manager, outputs } = this.#options;
    // A kernel that ended before it had them leaves them to the next.
    const { waiting: earlier, inputs: before } = this.#toRepeat ?? { waiting: [], inputs: [] };
    const waiting = [...earlier, ...this.#takeWaiting()];
    const inputs = new Map([...before, ...(await manager.inputs())]);
    this.#toRepeat = { waiting, inputs };
    await outputs.clear();
    await manager.update({ models: {}, sentSince: () => false });
    const repeat = async () => {
      this.#toRepeat = undefined;
      const sent = await manager.repeatInputs(inputs);
      for (const message of waiting) hub.outbox.post(message);
      say(sent);
    };
    this.#afterRun = { repeat, isRunOver: false, hasStates: false };
  }

  /** A run that was over before the page was connected has its widgets in the kernel's answer alone. */
  async goOnAfterRun(come: Partial<Pick<AfterRun, 'isRunOver' | 'hasStates'>>): Promise<void> {
    const afterRun = this.#afterRun;
    if (!afterRun) return;
    Object.assign(afterRun, come);
    if (!afterRun.isRunOver || !afterRun.hasStates) return;
    this.#afterRun = undefined;
    await afterRun.repeat();
  }

  /** What the kernel before was not sent, but for changes of state: those are in the inputs. */
  #takeWaiting(): KernelMessage.IShellMessage[] {
    const { hub, states } = this.#options;
    states.forgetKernel();
    // Lets changes out that models held back, and then those that go with the old kernel's messages.
    hub.replies.markSent()();
    // Changes of state are in what is sent whole; clicks and the like are sent as they are.
    const waiting = hub.outbox.drain().filter((message) => !isUpdate(message));
    hub.replies.markSent()();
    return waiting;
  }
}

function isUpdate({ content }: { content: object }): boolean {
  const data: unknown = 'data' in content ? content.data : undefined;
  return typeof data === 'object' && data !== null && 'method' in data && data.method === 'update';
}
