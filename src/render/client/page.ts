import type { WidgetView } from '@jupyter-widgets/base';
import type { AnyMessage } from '../../protocol/messages.js';
import {
  type CellOutputs,
  OUTPUTS_TYPE,
  type PageConfig,
  PROGRESS_TYPE,
  type SessionAttached,
} from '../../protocol/session.js';
import type { WidgetManagerState } from '../../protocol/widget-state.js';
import { errorSentence, toVisitorError } from '../html/outputs/visitor-error.js';
import { Activity } from './activity.js';
import { CommHub } from './comms/comm-hub.js';
import { type CreateLink, chooseLink } from './connection/choose-link.js';
import type { ConnectionState, KernelLink } from './connection/kernel-link.js';
import { connectionWords, substitutionWords } from './connection-words.js';
import { createLiveness } from './liveness.js';
import { createLiveOutputs } from './outputs/live-outputs.js';
import { reloadOnceFor } from './reload-guard.js';
import { createStatusLine } from './status-line.js';
import { Succession } from './succession.js';
import { createTabId } from './tab-id.js';
import type { Follower } from './watch/follow.js';
import type { NextVersion } from './watch/next-version.js';
import { hydrate } from './widgets/hydrate.js';
import { StateRequests } from './widgets/kernel-states.js';
import { refersToMissed } from './widgets/missed-models.js';
import { PageManager } from './widgets/page-manager.js';

/** Nothing is said of a connection that is there before anybody would wonder. */
const UNNOTICED = 600;

/** Brings a snapshot to life: its widgets at once, the kernel behind them as soon as there is one. */
export async function startPage(config: PageConfig, snapshot: WidgetManagerState): Promise<void> {
  await new Page(config, snapshot, await chooseLink(config)).start();
}

class Page {
  readonly #config: PageConfig;
  #snapshot: WidgetManagerState;
  readonly #root = document.querySelector<HTMLElement>('main') ?? document.body;
  readonly #status = createStatusLine();
  readonly #liveness = createLiveness(this.#root);
  readonly #tab = createTabId();
  readonly #connection: KernelLink;
  readonly #hub: CommHub;
  readonly #manager: PageManager;
  readonly #states: StateRequests;
  readonly #outputs;
  readonly #succession: Succession;
  readonly #activity: Activity;
  #restored: Promise<void> = Promise.resolve();
  #kernelId: string | undefined;
  /** Of the connection that there is. */
  #opening: symbol | undefined;
  /** Resolves when the kernel has been given what the visitor did with the one before. */
  #given: Promise<unknown> = Promise.resolve();
  #isPaused = false;
  #follower: Follower | undefined;
  /** The next kernel is another because the notebook is. */
  #isFollowing = false;
  /** A version that the page was to become, so that it does not try for ever. */
  #triedFor: string | undefined;

  constructor(config: PageConfig, snapshot: WidgetManagerState, createLink: CreateLink) {
    this.#config = config;
    this.#snapshot = snapshot;
    this.#connection = createLink(this.#tab, {
      onState: (state) => this.#onState(state),
      onOpen: (session) => void this.#onOpen(session),
      onMessage: (message) => {
        this.#activity.received(message);
        this.#hub.accept(message);
      },
    });
    this.#hub = new CommHub({
      // A model that was opened while the page was not connected comes with the kernel's answer, as what refers to it does.
      canTake: (message) =>
        !this.#states.isDue || !refersToMissed(message, (id) => this.#manager.has_model(id)),
      onWidgetOpen: async (comm, message) => {
        await this.#restored;
        await this.#manager.open(comm, message);
        await hydrate(this.#root, this.#manager);
      },
      onUnclaimed: (message) => this.#onOutput(message),
      onPost: (message) => {
        this.#activity.sent(message);
        if (this.#isPaused) this.#connection.wake();
      },
    });
    this.#manager = new PageManager({
      hub: this.#hub,
      uploads: {
        limit: config.uploadLimit,
        refuse: (text) => this.#status.notify({ text, kind: 'warning' }),
        sendWhenRead: (read, send) => this.#hub.outbox.postWhenReady(read, send),
      },
      onOutput: (message, view) => void this.#onOutput(message, view),
    });
    this.#states = new StateRequests(this.#hub, async (states) => {
      await this.#restored;
      await this.#manager.update(states);
      await hydrate(this.#root, this.#manager);
    });
    this.#outputs = createLiveOutputs({ root: this.#root, config, manager: this.#manager });
    this.#succession = new Succession({
      hub: this.#hub,
      manager: this.#manager,
      states: this.#states,
      outputs: this.#outputs,
    });
    this.#activity = new Activity({
      status: this.#status,
      bufferedBytes: () => this.#connection.bufferedBytes,
      isWaiting: (id) => this.#hub.outbox.has(id),
    });
  }

  async start(): Promise<void> {
    addEventListener('pagehide', () => this.#leave());
    // The page may come back from the browser's back/forward cache.
    addEventListener('pageshow', ({ persisted }) => persisted && void this.#connect());
    addEventListener('online', () => this.#connection.wake());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#connection.wake();
    });
    // A widget is live as soon as its own models are made.
    this.#restored = this.#manager.restore(this.#snapshot);
    const hydrated = hydrate(this.#root, this.#manager);
    await Promise.all([hydrated, this.#connect(), this.#config.watch && this.#follow()]);
  }

  async #connect(): Promise<void> {
    this.#liveness.set(false);
    this.#status.show({ text: 'Connecting…' }, UNNOTICED);
    await this.#tab.claim();
    this.#connection.start();
  }

  async #follow(): Promise<void> {
    const { followNotebook } = await import('./watch/follow.js');
    this.#follower = followNotebook({
      config: this.#config,
      become: (next) => this.#become(next),
      say: (words) => this.#status.progress(words),
    });
  }

  /** Shows the next version of the notebook in place, and asks for a kernel of it; the visitor's inputs are kept. */
  async #become({ config, widgets, main, document: page }: NextVersion): Promise<void> {
    await this.#restored;
    this.#disconnect();
    this.#liveness.set(false);
    // Lets changes out that models held back until the kernel would answer.
    this.#hub.replies.markSent()();
    const before = this.#snapshot;
    this.#snapshot = widgets;
    Object.assign(this.#config, config);
    document.title = page.title;
    const { moveModels, swapCells } = await import('./watch/follow.js');
    // What is run for this visitor has no widgets yet: these wait until it has.
    if (config.ahead) {
      await moveModels({ manager: this.#manager, hub: this.#hub, before, after: widgets });
    }
    await swapCells(this.#root, main);
    await hydrate(this.#root, this.#manager);
    this.#isFollowing = true;
    this.#root.removeAttribute('inert');
    this.#status.show({ text: 'Connecting…' }, UNNOTICED);
    this.#connection.start();
  }

  #leave(): void {
    // Before that there is no session to leave.
    if (this.#connection.isRunning) this.#connection.leave();
    this.#disconnect();
    this.#tab.release();
  }

  #disconnect(): void {
    this.#connection.stop();
    this.#shut();
  }

  #shut(): void {
    this.#opening = undefined;
    this.#states.expect();
    this.#hub.outbox.shut();
    this.#activity.reset();
  }

  #onState(state: ConnectionState): void {
    this.#shut();
    this.#isPaused = state.status === 'idle';
    // A page that is paused can be used: that is what ends the pause.
    this.#liveness.set(this.#isPaused);
    const actions = {
      retry: () => this.#connection.wake(),
      reload: () => location.reload(),
      restart: () => {
        this.#connection.stop();
        this.#connection.start();
      },
    };
    this.#status.show(connectionWords(state, actions), UNNOTICED);
  }

  async #onOpen({ kernel, snapshot }: Pick<SessionAttached, 'kernel' | 'snapshot'>): Promise<void> {
    if (snapshot !== this.#config.snapshot) return this.#onChangedNotebook(snapshot);
    this.#triedFor = undefined;
    const isFollowing = this.#isFollowing;
    this.#isFollowing = false;
    const isOther = isFollowing || (this.#kernelId !== undefined && this.#kernelId !== kernel.id);
    this.#kernelId = kernel.id;
    const finishEarlier = this.#hub.replies.markSent();
    // Of a version that was asked for nothing is to be said.
    const say = (sent: boolean) => isFollowing || this.#saySubstituted(sent);
    const opening = Symbol('opening');
    this.#opening = opening;
    const isThere = (id: string) => Object.hasOwn(this.#snapshot.state, id);
    const give = () =>
      this.#config.ahead
        ? this.#succession.moveInputs(isThere, say)
        : this.#succession.startOver(say);
    if (isOther) this.#given = this.#hub.inTurn(give);
    // It may have begun with a connection before, which was lost meanwhile.
    await this.#given;
    if (this.#opening !== opening) return;
    const send = this.#connection.send.bind(this.#connection);
    this.#hub.outbox.open(send);
    this.#states.request(send, async () => {
      finishEarlier();
      await this.#succession.goOnAfterRun({ hasStates: true });
    });
    this.#liveness.set(true);
    this.#status.show(undefined);
  }

  #saySubstituted(sent: boolean): void {
    this.#status.notify({ text: substitutionWords(this.#connection.lastClose, sent) });
  }

  #onChangedNotebook(snapshot: string): void {
    if (this.#follower && this.#triedFor !== snapshot) {
      this.#triedFor = snapshot;
      this.#disconnect();
      // Where it was taken back meanwhile, the page goes on as it is.
      void this.#follower.catchUp().then(() => this.#connection.start());
      return;
    }
    if (this.#kernelId === undefined && reloadOnceFor(snapshot)) return;
    this.#disconnect();
    this.#root.setAttribute('inert', '');
    this.#status.show({
      text: 'The notebook has changed since this page was loaded.',
      kind: 'warning',
      action: { label: 'Reload', run: () => location.reload() },
    });
  }

  async #onProgress({ content }: AnyMessage): Promise<void> {
    const message: unknown = 'message' in content ? content.message : null;
    this.#activity.running(typeof message === 'string' ? message : undefined);
    if (message === null) await this.#succession.goOnAfterRun({ isRunOver: true });
  }

  /** The server is no stranger: only its being there is checked. */
  async #onCellOutputs({ content }: AnyMessage): Promise<void> {
    const { cell_id, outputs } = content as unknown as CellOutputs;
    const cell = this.#cellOf({ metadata: { cellId: cell_id } });
    if (cell && Array.isArray(outputs)) await this.#outputs.replace(outputs, cell);
  }

  async #onOutput(message: AnyMessage, view?: WidgetView): Promise<void> {
    const type: string = message.header.msg_type;
    if (type === PROGRESS_TYPE) return await this.#onProgress(message);
    if (type === OUTPUTS_TYPE) return await this.#onCellOutputs(message);
    if (!OUTPUTS.has(type)) return;
    if (message.header.msg_type === 'error') {
      const error = toVisitorError({ ...message.content });
      const text = errorSentence(error, 'Something went wrong in the notebook.');
      this.#status.notify({ text, reference: error.reference, kind: 'warning' });
      if (!this.#config.debug) return;
    }
    const cell = view?.el.closest('.eccola-outputs') ?? this.#cellOf(message);
    await this.#outputs.show(message, cell);
  }

  /** The place of the cell whose code put this out, such as a timer that it started. */
  #cellOf({ metadata }: Pick<AnyMessage, 'metadata'>): Element | undefined {
    const cells = this.#root.querySelectorAll<HTMLElement>('[data-cell-id]');
    return [...cells].find(({ dataset }) => dataset.cellId === metadata.cellId);
  }
}

const OUTPUTS: ReadonlySet<string> = new Set([
  'stream',
  'display_data',
  'update_display_data',
  'execute_result',
  'error',
  'clear_output',
]);
