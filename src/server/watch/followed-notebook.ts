import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { PublishedNotebook } from '../published-notebook.js';
import { createFileChanges } from './file-changes.js';

export interface FollowedNotebookOptions {
  /** Absolute path. */
  file: string;
  /** @throws AppError while there is no such notebook */
  open: () => Promise<PublishedNotebook>;
  /** Nothing is being done any more, and how it went is in the notebook's state. */
  onSettled: (notebook: PublishedNotebook) => void;
  onMissing: (error: unknown) => void;
}

/** A notebook that is published anew as soon as one of its files is saved. */
export interface FollowedNotebook {
  /** What its state says now may be outdated in a moment. */
  readonly isBusy: boolean;
  close(): void;
}

/** Where the system does not tell of changes (network drives, containers), they are looked for this often. */
const LOOK_EVERY_MS = 1000;
/** An editor that renames leaves a moment without the file. */
const MISSING_FOR_MS = 500;

export function followNotebook(options: FollowedNotebookOptions): FollowedNotebook {
  const { file, open, onSettled, onMissing } = options;
  const changes = createFileChanges((isNews) => note(isNews));
  let isBusy = false;
  let isNoted = false;
  let hasNews = false;
  let isMissing = false;
  let isClosed = false;

  function note(isNews: boolean): void {
    isNoted = true;
    hasNews ||= isNews;
    if (!isBusy) void work();
  }

  /** One round after the other, until nothing has happened during the last. */
  async function work(): Promise<void> {
    isBusy = true;
    let notebook: PublishedNotebook | undefined;
    while (isNoted && !isClosed) {
      isNoted = false;
      notebook = await publish();
    }
    isBusy = false;
    if (notebook && !isClosed) onSettled(notebook);
  }

  async function publish(): Promise<PublishedNotebook | undefined> {
    const isNews = hasNews;
    hasNews = false;
    try {
      if (!isMissing) await untilThere();
      const notebook = await open();
      isMissing = false;
      await notebook.refresh(isNews ? 'now' : 'never');
      await notebook.settled();
      changes.follow([file, ...notebook.files.map(({ path }) => path)]);
      return notebook;
    } catch (error) {
      if (!isMissing && !isClosed) onMissing(error);
      isMissing = true;
      return undefined;
    }
  }

  async function untilThere(): Promise<void> {
    for (let waited = 0; waited < MISSING_FOR_MS; waited += 50) {
      if (await stat(file).catch(() => undefined)) return;
      await delay(50);
    }
  }

  changes.follow([file]);
  note(false);
  const looks = setInterval(() => note(false), LOOK_EVERY_MS).unref();
  return {
    get isBusy() {
      return isBusy;
    },
    close: () => {
      isClosed = true;
      clearInterval(looks);
      changes.close();
    },
  };
}
