import type { Logger } from 'pino';
import type { AppError } from '../protocol/errors.js';
import { type FrameView, openFrame } from '../protocol/framing.js';
import { type CellOutputs, OUTPUTS_TYPE } from '../protocol/session.js';
import type { VisitorRequest } from '../protocol/visitor-request.js';
import type { KernelHandle } from './kernel-provisioner.js';
import { createOutbox } from './outbox.js';
import type { RunForVisitor } from './published-notebook.js';
import { createRunProgress } from './run-progress.js';
import { encodeServerMessage } from './server-message.js';
import { createShownOutputs } from './shown-outputs.js';
import { createStderrLog, stderrOf } from './stderr-log.js';
import { type ReportError, toKernelError, toVisitorFrame } from './visitor-frame.js';

/** What a kernel is attached with. */
export interface Attachment {
  snapshot: string;
  request: VisitorRequest;
  /** Undefined for a kernel that has executed the notebook. */
  runForVisitor: RunForVisitor | undefined;
  /** What it has shown otherwise than the snapshot. */
  outputs: readonly CellOutputs[];
}

export interface AttachedKernelOptions {
  logger: Logger;
  /** Undefined where the visitor is the author, who sees errors whole. */
  report: ReportError | undefined;
  /**
   * Sends to the page.
   * @param more the kernel has not said all that it says now
   * @returns false if there is no page
   */
  send: (frame: Uint8Array, more?: boolean) => boolean;
  /** Told that the notebook came to no end for the visitor. */
  onFailure: (error: AppError) => void;
}

/** A kernel and its visitor: what it says to a page that may be away, and what a page must be told that comes anew. */
export interface AttachedKernel {
  readonly kernel: KernelHandle;
  /** The version of the notebook that it executed. */
  readonly snapshot: string;
  readonly request: VisitorRequest;
  readonly isAhead: boolean;
  readonly isBusy: boolean;
  readonly hasEnded: boolean;
  setRequest(request: VisitorRequest): void;
  /**
   * What a page that connects has not seen. One that is new to this kernel has the outputs of the snapshot, and asks for the
   * widgets' states itself; one that was away has missed something.
   * @param pageId of this load of the page; undefined for who does not say
   */
  framesFor(pageId: string | undefined): readonly Uint8Array[];
  /** Ends the kernel; nothing of it reaches the page any more. */
  dismiss(): Promise<void>;
}

export function createAttachedKernel(
  kernel: KernelHandle,
  { snapshot, request: first, runForVisitor, outputs }: Attachment,
  { logger, report, send, onFailure }: AttachedKernelOptions,
): AttachedKernel {
  const outbox = createOutbox(() => logger.warn('a page was away too long to keep all output'));
  const shown = createShownOutputs();
  const stderr = createStderrLog(logger);
  // Not kept: a page that comes is told how things stand then.
  const progress = createRunProgress(send);
  let request = first;
  let isBusy = false;
  let isRunning = runForVisitor !== undefined;
  let hasEnded = false;
  /** The load of the page that came last. */
  let shownTo: string | undefined;

  function receive(frame: Uint8Array): void {
    const opened = openFrame(frame);
    const visible = toVisitorFrame(opened, report);
    if (!visible) {
      const written = stderrOf(opened);
      if (written !== undefined) stderr.write(written);
      return;
    }
    const view = visible === frame ? opened : openFrame(visible);
    isBusy = busyState(view) ?? isBusy;
    shown.accept(view);
    // Until it is idle it goes on, and most often at once.
    if (!send(visible, isBusy)) outbox.push(visible);
  }

  async function run(execute: RunForVisitor): Promise<void> {
    const failure = await execute(tapKernel(kernel, receive), (cell, total) => {
      if (!hasEnded) progress.set(`Running cell ${cell} of ${total}`);
    });
    if (hasEnded) return;
    kernel.onFrame = receive;
    kernel.attach();
    isRunning = false;
    progress.set(undefined);
    if (!failure || failure.kernelError) return;
    report?.(toKernelError(failure.error));
    onFailure(failure.error);
    await kernel.kill();
  }

  kernel.onRequestRead = undefined;
  kernel.onWorking = (working) => {
    if (!isRunning && !hasEnded) progress.set(working ? 'Working…' : undefined);
  };
  kernel.setRequest(request);
  kernel.onFrame = receive;
  for (const cell of outputs) receive(encodeServerMessage(OUTPUTS_TYPE, cell));
  if (runForVisitor) void run(runForVisitor);
  else kernel.attach();
  void kernel.exited.then(() => {
    hasEnded = true;
  });

  return {
    kernel,
    snapshot,
    get request() {
      return request;
    },
    isAhead: runForVisitor === undefined,
    get isBusy() {
      return !hasEnded && (isBusy || progress.isUnderWay);
    },
    get hasEnded() {
      return hasEnded;
    },
    setRequest: (next) => {
      request = next;
      kernel.setRequest(next);
    },
    framesFor: (pageId) => {
      const isNew = pageId !== undefined && pageId !== shownTo;
      shownTo = pageId;
      const missed = outbox.drain();
      return [...(isNew ? shown.frames : missed), ...progress.frames];
    },
    dismiss: async () => {
      hasEnded = true;
      kernel.onFrame = undefined;
      await kernel.kill();
    },
  };
}

/** A kernel for a conversation of the server's own, whose answers the page is shown too. */
function tapKernel(kernel: KernelHandle, see: (frame: Uint8Array) => void): KernelHandle {
  let listener: KernelHandle['onFrame'];
  kernel.onFrame = (frame) => {
    see(frame);
    listener?.(frame);
  };
  return {
    ...kernel,
    get onFrame() {
      return listener;
    },
    set onFrame(next) {
      listener = next;
    },
  };
}

/** What a `status` message says; undefined for another message. */
function busyState({ header, content }: FrameView): boolean | undefined {
  return header.msg_type === 'status' ? content().execution_state === 'busy' : undefined;
}
