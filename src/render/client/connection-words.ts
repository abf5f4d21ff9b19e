import type { ConnectionState } from './connection/connection.js';
import type { StatusMessage } from './status-line.js';

export interface ConnectionActions {
  retry(): void;
  reload(): void;
}

/** What the page says of its connection; undefined when all is well. */
export function connectionWords(
  state: ConnectionState,
  { retry, reload }: ConnectionActions,
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
