import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { processorTimeOf, settle } from '../process-tree.mjs';
import { inCache } from './cache.mjs';
import { freePort, startServer } from './server.mjs';

const IDLE_WINDOW_MS = 3000;
const IDLE_WINDOWS = 3;

/** One entry's running server. */
export class Contestant {
  constructor(entry, app, url, server) {
    this.entry = entry;
    this.app = app;
    this.url = url;
    this.pid = server.pid;
    this.startMs = server.startMs;
    this.close = server.close;
    /** The share of a core that it uses while nobody visits. */
    this.idleShare = 0;
  }

  /** @param {import('./entries/index.mjs').Entry} entry */
  static async start(entry, app) {
    const port = await freePort();
    const host = `http://127.0.0.1:${port}`;
    const logFile = inCache('logs', `${entry.name}-${app}.log`);
    await mkdir(inCache('logs'), { recursive: true });
    await writeFile(logFile, '');
    const server = await startServer({
      command: entry.command(app, port),
      cwd: entry.cwd,
      env: entry.env,
      readyUrl: host + entry.readyPath,
      logFile,
    });
    const contestant = new Contestant(entry, app, host + entry.pagePath(app), server);
    await contestant.rest();
    // The least: in the first windows a server may still be at what its start has left to do.
    const shares = [];
    for (let window = 0; window < IDLE_WINDOWS; window += 1) {
      const before = processorTimeOf(server.pid);
      await delay(IDLE_WINDOW_MS);
      shares.push((processorTimeOf(server.pid) - before) / IDLE_WINDOW_MS);
    }
    contestant.idleShare = Math.min(...shares);
    return contestant;
  }

  /** Waits until it has done all that the last visit made it do. */
  async rest() {
    const { restMs, idleShare } = this.entry;
    await settle(this.pid, { pause: restMs, idleShare, limit: 30_000 });
  }

  /** Runs an action, waits for rest, and returns the processor time that both took beyond what idling takes. */
  async cpuOf(action) {
    const [startedAt, before] = [performance.now(), processorTimeOf(this.pid)];
    await action();
    await this.rest();
    const idle = this.idleShare * (performance.now() - startedAt);
    return Math.max(0, processorTimeOf(this.pid) - before - idle);
  }
}

/** All servers at once, so that whatever else the machine does hits all alike. */
export async function withFleet(entries, app, log, action) {
  const fleet = [];
  try {
    for (const entry of entries) {
      log(`starting ${entry.title} (${app})`);
      fleet.push(await Contestant.start(entry, app));
    }
    return await action(fleet);
  } finally {
    await Promise.all(fleet.map((contestant) => contestant.close()));
  }
}
