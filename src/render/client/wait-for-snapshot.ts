import type { PageConfig } from '../../protocol/session.js';
import { backoff, createPause } from './connection/pause.js';
import { createSessionClient, SessionRefused } from './connection/session-client.js';
import { createStatusLine } from './status-line.js';
import { createTabId } from './tab-id.js';

/** A page without a snapshot asks for a session until its notebook is ready, says what goes on, and loads anew. */
export async function waitForSnapshot(config: PageConfig): Promise<void> {
  const status = createStatusLine();
  const tab = createTabId();
  await tab.claim();
  const sessions = createSessionClient(config, tab);
  const pause = createPause();
  const words = document.querySelector('#eccola-progress');
  const say = (text: string) => {
    if (words && words.textContent !== text) words.textContent = text;
  };
  addEventListener('pagehide', () => tab.release());
  if (config.watch) {
    const { followNotebook } = await import('./watch/follow.js');
    // There is nothing yet that could become the next version: it is loaded.
    followNotebook({
      config,
      become: async () => {},
      say: (text) => text !== undefined && say(text),
    });
  }
  for (let attempt = 0; ; ) {
    try {
      const answer = await sessions.request(new AbortController().signal);
      status.show(undefined);
      if (answer.status === 'attached') return location.reload();
      attempt = 0;
      say(answer.message);
      await pause.wait(answer.retryAfter);
    } catch (error) {
      if (error instanceof SessionRefused && error.problem.code !== 'SERVER_RESTARTING') {
        const { detail, hint } = error.problem;
        say(hint === undefined ? detail : `${detail} ${hint}`);
        document.querySelector('#eccola-busy')?.remove();
        // Who follows the notebook is told what is wrong, and loads when it is mended.
        if (config.watch) return;
        status.show({
          text: 'The notebook could not be started.',
          kind: 'warning',
          action: { label: 'Try again', run: () => location.reload() },
          reference: error.problem.reference,
        });
        return;
      }
      status.show({ text: 'Connection lost. Trying again…', kind: 'warning' });
      await pause.wait(backoff(attempt++));
    }
  }
}
