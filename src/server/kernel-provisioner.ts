import type { CompiledNotebook } from '../protocol/compiled.js';
import type { NotebookLanguage } from '../protocol/nbformat.js';
import type { VisitorRequest } from '../protocol/visitor-request.js';

/** What a kernel of a published notebook is made of. */
export interface KernelRecipe {
  language: NotebookLanguage;
  /** Absolute path of the notebook's folder. */
  cwd: string;
  compiled: CompiledNotebook;
  /** Kernels of one seed that execute the same cells hold the same widgets. */
  commIdSeed: string;
}

export interface KernelExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** It used more memory than it may. */
  outOfMemory?: boolean;
}

/** A kernel that runs somewhere. Whoever holds the handle ends it. */
export interface KernelHandle {
  readonly id: string;
  /** Undefined where the kernel is no process of this machine. */
  readonly pid: number | undefined;
  readonly exited: Promise<KernelExit>;
  /** Sends a v1 frame; resolves when it is written, or when the kernel is gone and nobody will read it. */
  send(frame: Uint8Array): Promise<void>;
  /** Given every frame that the kernel sends from now on; without it they are dropped. */
  onFrame: ((frame: Uint8Array) => void) | undefined;
  /** Told of the files that the notebook's models are made of, by absolute path, there or not. */
  onFile: ((path: string) => void) | undefined;
  /** Says who the visitor is: before `attach` to a kernel that executes the notebook for them. */
  setRequest(request: VisitorRequest): void;
  /** Told when the notebook reads the visitor's request and nobody has said who that is. */
  onRequestRead: (() => void) | undefined;
  /** Told when handlers await something for long, and when they do no more. */
  onWorking: ((working: boolean) => void) | undefined;
  /** Says that a visitor has it now: comm ids are this kernel's own from here on. */
  attach(): void;
  /**
   * Asks it once: resolves with true when it has answered, with false when it has ended. A process that was killed gives
   * no sign of it until it is gone. Somebody waits, so from here on it does not leave the processor to others.
   */
  isHere(): Promise<boolean>;
  /** Ends the kernel, by force if need be; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface KernelStartOptions {
  /** Nobody waits for it: until it has its visitor, it leaves the processor to those that have one. */
  background?: boolean;
}

/** Where kernels run: as processes here, or elsewhere. Not which language they speak. */
export interface KernelProvisioner {
  /**
   * @returns a kernel that is ready for messages and has executed nothing
   * @throws AppError `KERNEL_START_FAILED`
   */
  start(recipe: KernelRecipe, options?: KernelStartOptions): Promise<KernelHandle>;
  /** Does once what makes all later starts cheaper; resolves when that is done, or could not be. */
  prepare(): Promise<void>;
  /** Ends every kernel, also those that are being started. */
  close(): Promise<void>;
}
