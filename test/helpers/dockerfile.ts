import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { expectProgram } from '../../src/deploy/run-program.js';
import { type Account, giveTo } from './unprivileged.js';

/** A Dockerfile's last stage, made in a folder. */
export interface BuiltImage {
  /** The folder that stands for /app. */
  app: string;
  /** ENTRYPOINT, without tini, and its environment; `/app` is the folder. */
  entrypoint: readonly [string, ...string[]];
  healthcheck: readonly [string, ...string[]];
  env: Record<string, string>;
}

export interface ByHandOptions {
  /** The build's context. */
  context: string;
  /** An empty folder. */
  into: string;
  /** Who runs every step. */
  account: Account | undefined;
  env: Record<string, string>;
}

interface Stage {
  as: string | undefined;
  app: string;
  env: Record<string, string>;
}

interface Instruction {
  name: string;
  rest: string;
}

/**
 * Does by hand, in folders instead of containers, what a container engine does with a Dockerfile of ours: COPY, RUN, ENV,
 * stages. Base images are this machine's; apt-get is left out.
 */
export async function buildByHand(
  dockerfile: string,
  { context, into, account, env }: ByHandOptions,
): Promise<BuiltImage> {
  let stage: Stage = { as: undefined, app: '', env: {} };
  let entrypoint: string[] = [];
  let healthcheck: string[] = [];
  for (const { name, rest } of parseDockerfile(dockerfile)) {
    if (name === 'FROM') {
      const as = / AS (\S+)$/.exec(rest)?.[1];
      // Every stage is made at the same place, as what is compiled in one is looked for by its place in the next.
      if (stage.as !== undefined) await rename(stage.app, path.join(into, stage.as));
      stage = { as, app: path.join(into, 'app'), env: {} };
      await mkdir(stage.app);
    } else if (name === 'ENV') {
      for (const [, key, value] of rest.matchAll(/(\w+)=(\S+)/g)) {
        stage.env[String(key)] = String(value).replace(/^\/app/, stage.app);
      }
    } else if (name === 'COPY') {
      const { from, sources, target } = parseCopy(rest);
      const destination = path.join(stage.app, target);
      if (from === undefined) await copyContext(context, sources, destination);
      else await copyFromStage(path.join(into, from), sources, destination);
    } else if (name === 'RUN' && !rest.startsWith('apt-get')) {
      await giveTo(stage.app, account);
      await run(rest, { cwd: stage.app, env: { ...env, ...stage.env }, account });
    } else if (name === 'ENTRYPOINT') {
      entrypoint = JSON.parse(rest);
    } else if (name === 'HEALTHCHECK') {
      healthcheck = JSON.parse(rest.slice(rest.indexOf('CMD') + 3));
    }
  }
  await giveTo(stage.app, account);
  return {
    app: stage.app,
    entrypoint: toCommand(entrypoint.slice(entrypoint.indexOf('--') + 1)),
    healthcheck: toCommand(healthcheck),
    env: stage.env,
  };
}

function parseDockerfile(text: string): Instruction[] {
  return text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n(?:\s*#.*\n)*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name, rest };
    });
}

function parseCopy(rest: string) {
  const words = rest.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const places = words.filter((word) => !word.startsWith('--'));
  return { from, sources: places.slice(0, -1), target: String(places.at(-1)) };
}

/** A folder's content is copied, a file into the target; .dockerignore leaves some out. */
async function copyContext(origin: string, sources: readonly string[], target: string) {
  for (const source of sources) {
    const item = path.join(origin, source);
    await cp(item, (await isFolder(item)) ? target : path.join(target, path.basename(item)), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !/^(?:node_modules|\.git|dist)(?:\/|$)/.test(path.relative(origin, file)),
    });
  }
}

/** Between stages everything keeps its time, folders too. */
async function copyFromStage(stage: string, sources: readonly string[], target: string) {
  await mkdir(target, { recursive: true });
  for (const source of sources) {
    const item = path.join(stage, source.replace(/^\/app\/?/, ''));
    const [from, to] = (await isFolder(item)) ? [`${item}/.`, `${target}/`] : [item, target];
    await expectProgram('cp', ['-a', from, to]);
  }
}

async function isFolder(item: string): Promise<boolean> {
  return (await stat(item)).isDirectory();
}

interface RunOptions {
  cwd: string;
  env: Record<string, string>;
  account: ByHandOptions['account'];
}

function run(command: string, { cwd, env, account }: RunOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], { cwd, env, ...account });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`RUN ${command}\n${printed}`)),
    );
  });
}

function toCommand([program, ...args]: readonly string[]): [string, ...string[]] {
  if (program === undefined) throw new Error('The Dockerfile names no command.');
  return [program, ...args];
}

/** The text of a file of the context. */
export async function readDockerfile(context: string): Promise<string> {
  return await readFile(path.join(context, 'Dockerfile'), 'utf8');
}
