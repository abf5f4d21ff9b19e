import type { PageConfig } from '../../../protocol/session.js';
import { createUrls } from '../../../protocol/urls.js';
import type { WatchEvent } from '../../../protocol/watch.js';
import { canBecome, fetchNextVersion, type NextVersion } from './next-version.js';
import { createProblemPanel } from './problem-panel.js';
import { openWatchSocket } from './watch-socket.js';

export { moveModels } from './move-models.js';
export { swapCells } from './swap-cells.js';

/** A page that can become the next version of itself. */
export interface FollowingPage {
  readonly config: PageConfig;
  become(next: NextVersion): Promise<void>;
  /** Says what is being done; `undefined` when nothing is. */
  say(words: string | undefined): void;
}

export interface Follower {
  /** The page learned elsewhere that it is not the newest. Resolves when it has become that, or there is none after all. */
  catchUp(): Promise<void>;
}

/** What is done sooner than this needs no words. */
const UNNOTICED = 700;

/** Brings an author's page up to date whenever the notebook is saved, and says over it what is wrong with the notebook. */
export function followNotebook(page: FollowingPage): Follower {
  const { baseUrl, path } = page.config;
  const panel = createProblemPanel();
  let wanted: string | undefined;
  let working: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function say(words: string | undefined): void {
    clearTimeout(timer);
    if (words === undefined) page.say(undefined);
    else timer = setTimeout(() => page.say(words), UNNOTICED);
  }

  /** One version after the other: what comes meanwhile is asked for when this one is there. */
  function update(): Promise<void> {
    working ??= becomeWanted().finally(() => {
      working = undefined;
    });
    return working;
  }

  async function becomeWanted(): Promise<void> {
    try {
      while (wanted !== undefined && wanted !== page.config.snapshot) {
        wanted = undefined;
        // Without a server it is told what there is when the server is back.
        const next = await fetchNextVersion().catch(() => undefined);
        // Without a snapshot it is being prepared, and will be told of.
        const snapshot = next?.config.snapshot;
        if (!next || snapshot === undefined || snapshot === page.config.snapshot) continue;
        if (page.config.snapshot === undefined || !canBecome(next)) return location.reload();
        await page.become(next);
      }
    } catch (error) {
      reportError(error);
      location.reload();
    }
  }

  function accept(event: WatchEvent): void {
    switch (event.type) {
      case 'preparing':
        say(event.message);
        return;
      case 'live':
        panel.hide();
        break;
      case 'failed':
        panel.show(event.problem, MENDING);
        break;
      case 'error':
        panel.show(event.problem, LIVE);
        return;
    }
    say(undefined);
    wanted = event.snapshot;
    void update();
  }

  openWatchSocket(createUrls(baseUrl).watch(path), accept);
  return {
    catchUp: () => {
      wanted = NEWEST;
      return update();
    },
  };
}

/** Another one than any that the page may have. */
const NEWEST = '';
const MENDING =
  'The page shows the last version that ran. This goes as soon as the notebook is mended and saved; Esc closes it.';
const LIVE = 'The page goes on. Esc closes this.';
