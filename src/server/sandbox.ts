import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Reach {
  /** Native addons load; they are not held by anything below. */
  allowNative: boolean;
  allowWorker: boolean;
  /** Of a kernel's JavaScript heap, in MiB. */
  memoryLimit: number;
}

export interface SandboxOptions extends Reach {
  /** Absolute path of the served root. */
  root: string;
  /** Absolute path of the notebook's folder. */
  cwd: string;
  /** Absolute path of the one folder that the kernel writes to. */
  temporaryFolder: string;
  /** Absolute path of a file that it may read beside. */
  codeCache?: string | undefined;
}

const OWN_PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
/** They stay where they are as long as the server runs. */
const OWN_FILES = ownFiles();

const NODE = Number(process.versions.node.split('.')[0]);

/**
 * How V8 gives back what starting took, a fifth of the process: 0.7 s after the start, whoever is there by then (the kernel's
 * own part of that is in bundle-main.ts); else it does so after eight seconds (30 from Node 26), if at all. In one collection,
 * as a second one gains 0.2 MB for 15 ms more of the processor; with room for all that a start makes, and no collection of
 * young objects ahead of need, so that it is collected then, and not before, which makes it old and leaves the room in use.
 */
const COLLECTING = [
  '--gc-memory-reducer-start-delay-ms=700',
  ...(NODE >= 22 ? ['--memory-reducer-gc-count=1'] : []),
  ...(NODE === 20 ? ['--memory-reducer-single-gc'] : []),
  '--min-semi-space-size=2',
  '--no-minor-gc-task',
];

/**
 * The arguments by which Node holds a published kernel to the served root, the packages that its notebook can import,
 * eccola's own files and a temporary folder; no processes, and no addons or workers unless they are allowed.
 * @see https://nodejs.org/api/permissions.html#permission-model
 */
export function sandboxArguments(options: SandboxOptions): string[] {
  const { root, cwd, temporaryFolder, codeCache, allowNative, allowWorker, memoryLimit } = options;
  const readable = withoutNested([root, ...OWN_FILES, ...packageFolders(cwd), temporaryFolder]);
  const files = [
    path.join(OWN_PACKAGE, 'package.json'),
    ...(codeCache === undefined ? [] : [codeCache]),
  ];
  return [
    NODE >= 24 ? '--permission' : '--experimental-permission',
    '--no-warnings',
    ...COLLECTING,
    `--max-old-space-size=${memoryLimit}`,
    ...readable.map((folder) => `--allow-fs-read=${folder}${path.sep}`),
    ...files.filter((file) => !isBelow(file, readable)).map((file) => `--allow-fs-read=${file}`),
    `--allow-fs-write=${temporaryFolder}${path.sep}`,
    // Before, nothing held the network back; a kernel without it has no models either.
    ...(NODE >= 25 ? ['--allow-net'] : []),
    ...(allowNative ? ['--allow-addons'] : []),
    ...(allowWorker ? ['--allow-worker'] : []),
  ];
}

/** What the kernel's own code is made of. A package that eccola depends on may lie above it, or be a link of pnpm's. */
function ownFiles(): string[] {
  const tslab = packageOf(OWN_PACKAGE, 'tslab');
  const typescript = packageOf(tslab.at(-1) ?? OWN_PACKAGE, '@tslab/typescript-for-tslab');
  // On the way to a package Node looks at a `node_modules` itself that is a link. With it goes all that is read through it:
  // Node 20 takes no word for a link alone beside those for what lies below.
  const links = nodeModulesUpwards(OWN_PACKAGE).filter(isLink);
  return [path.join(OWN_PACKAGE, 'dist'), ...links, ...tslab, ...typescript];
}

/** Where Node may look for a package from the folder, and last where it finds it. */
function packageOf(folder: string, name: string): string[] {
  const places = nodeModulesUpwards(folder).map((modules) => path.join(modules, name));
  const found = places.flatMap((place) => realPath(place) ?? [])[0];
  return found === undefined ? places : [...places, found];
}

/** Every `node_modules` that Node looks into from the folder, and what the links in them lead to. */
function packageFolders(cwd: string): string[] {
  return nodeModulesUpwards(cwd).flatMap((folder) => [folder, ...linkedFolders(folder)]);
}

function nodeModulesUpwards(folder: string): string[] {
  const own = path.join(folder, 'node_modules');
  const parent = path.dirname(folder);
  return parent === folder ? [own] : [own, ...nodeModulesUpwards(parent)];
}

interface Links {
  /** The folders that were looked into, and when each of them was last written. */
  stamps: ReadonlyMap<string, number>;
  linked: readonly string[];
}

/** By `node_modules`: looking at hundreds of packages before every kernel would keep the server from its visitors. */
const known = new Map<string, Links>();

function linkedFolders(nodeModules: string): readonly string[] {
  const before = known.get(nodeModules);
  if (before && [...before.stamps].every(([folder, time]) => writtenAt(folder) === time)) {
    return before.linked;
  }
  const scopes = entriesOf(nodeModules).filter(({ name }) => name.startsWith('@'));
  const folders = [nodeModules, ...scopes.map(({ name }) => path.join(nodeModules, name))];
  const stamps = new Map(folders.map((folder) => [folder, writtenAt(folder)]));
  const linked = findLinkedFolders(nodeModules);
  known.set(nodeModules, { stamps, linked });
  return linked;
}

/** 0 for a folder that is not there, or cannot be looked into. */
function writtenAt(folder: string): number {
  try {
    return statSync(folder).mtimeMs;
  } catch {
    return 0;
  }
}

/** Where a workspace's or pnpm's links lead; a store of pnpm's is a whole folder of linked packages. */
function findLinkedFolders(nodeModules: string): string[] {
  const linked = new Set<string>();
  for (const entry of entriesOf(nodeModules)) {
    const location = path.join(nodeModules, entry.name);
    const links = entry.name.startsWith('@')
      ? entriesOf(location).map((scoped) => path.join(location, scoped.name))
      : [location];
    for (const link of links) {
      const target = realPath(link);
      if (target === undefined || target === link) continue;
      linked.add(target);
      const store = /^(.*[\\/]node_modules[\\/]\.pnpm)[\\/]/.exec(target)?.[1];
      if (store !== undefined) linked.add(store);
    }
  }
  return [...linked];
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function realPath(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}

/** A folder below another needs no word of its own, and must have none: Node 20 then denies what lies beside it. */
function withoutNested(folders: readonly string[]): string[] {
  const sorted = [...new Set(folders)].sort((a, b) => a.length - b.length);
  return sorted.filter((folder, index) => !isBelow(folder, sorted.slice(0, index)));
}

function isBelow(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => file.startsWith(folder + path.sep));
}
