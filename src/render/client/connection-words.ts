import { CLOSE } from '../../protocol/session.js';
import type { ConnectionState } from './connection/kernel-link.js';
import type { StatusMessage } from './status-line.js';

export interface ConnectionActions {
  retry(): void;
  reload(): void;
  /** Gives the kernel up and asks for another. */
  restart(): void;
}

/** What the page says of its connection; undefined when all is well. */
export function connectionWords(
  state: ConnectionState,
  { retry, reload, restart }: ConnectionActions,
): StatusMessage | undefined {
  switch (state.status) {
    case 'connected':
      return undefined;
    case 'connecting':
      return { text: 'Connecting…' };
    case 'preparing':
      return { text: state.message };
    case 'lost':
      return { text: 'Connection lost. Trying again…', kind: 'warning' };
    case 'silent':
      return {
        text: 'The notebook has not answered for a while. It may still be at work.',
        kind: 'warning',
        action: { label: 'Start again', run: restart },
      };
    case 'restarting':
      return { text: 'The server restarts. This page connects again by itself.', kind: 'warning' };
    case 'idle':
      return {
        text: 'Paused, as nobody has used this page for long. It goes on as soon as you do.',
        action: { label: 'Go on', run: retry },
      };
    case 'replaced':
      return {
        text: 'This app is in use in another tab.',
        kind: 'warning',
        action: { label: 'Use it here', run: retry },
      };
    case 'refused': {
      const { detail, hint, reference, status } = state.problem;
      return {
        text: hint === undefined ? detail : `${detail} ${hint}`,
        reference,
        kind: 'warning',
        action:
          status === 401 || status === 404
            ? { label: 'Reload', run: reload }
            : { label: 'Try again', run: retry },
      };
    }
  }
}

/**
 * Says why another kernel has taken the place of the one that the visitor worked with.
 * @param close the code that the connection with the one before ended with
 */
export function substitutionWords(close: number | undefined, inputsKept: boolean): string {
  const end = inputsKept ? '; your inputs were kept.' : '.';
  switch (close) {
    case CLOSE.outOfMemory:
      return `The notebook used more memory than it may and was started again${end}`;
    case CLOSE.idle:
      return `The notebook was started again after the pause${end}`;
    case CLOSE.restart:
      return `The server was restarted, and the notebook with it${end}`;
    default:
      return `The notebook stopped and was started again${end}`;
  }
}
