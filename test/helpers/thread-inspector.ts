import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

export interface InspectedThreads {
  count: number;
  /** Evaluates an expression in each thread; rejects with what it throws. */
  evaluate(expression: string): Promise<void>;
}

/**
 * Attaches to the worker threads of a process that was started with `--inspect`: how a test reaches into a thread
 * without a door for tests in the program itself.
 * @param stderr what the process has printed, the inspector's address among it
 * @see https://chromedevtools.github.io/devtools-protocol/v8/
 */
export async function inspectThreads(stderr: string): Promise<InspectedThreads> {
  const address = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(stderr)?.[0];
  if (!address) throw new Error(`No inspector in:\n${stderr}`);
  const socket = new WebSocket(address);
  onTestFinished(() => socket.terminate());
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));

  const sessions: string[] = [];
  const enabled = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const { id, method, params } = JSON.parse(String(data));
      if (method === 'NodeWorker.attachedToWorker') sessions.push(params.sessionId);
      if (id === 1) resolve();
    });
  });
  const send = (id: number, method: string, params: object) =>
    socket.send(JSON.stringify({ id, method, params }));
  send(1, 'NodeWorker.enable', { waitForDebuggerOnStart: false });
  // Answered after it has told of every thread that runs.
  await enabled;

  const evaluateIn = (sessionId: string, expression: string) =>
    new Promise<void>((resolve, reject) => {
      socket.on('message', (data) => {
        const { method, params } = JSON.parse(String(data));
        if (method !== 'NodeWorker.receivedMessageFromWorker' || params.sessionId !== sessionId)
          return;
        const { id, result } = JSON.parse(params.message);
        if (id !== 1) return;
        if (result?.exceptionDetails) reject(new Error(JSON.stringify(result.exceptionDetails)));
        else resolve();
      });
      const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
      send(2, 'NodeWorker.sendMessageToWorker', { sessionId, message });
    });
  return {
    count: sessions.length,
    async evaluate(expression) {
      await Promise.all(sessions.map((sessionId) => evaluateIn(sessionId, expression)));
    },
  };
}
