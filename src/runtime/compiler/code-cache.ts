import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  file: string,
  folder: string,
) => void;

/**
 * Loads one large CommonJS file with what V8 made of it the last time, which saves a tenth of a compiler's start. Node
 * itself does that from version 22 on, but keeps it only where a process ends by itself.
 */
export class CodeCache {
  #unsaved: { script: vm.Script; file: string } | undefined;

  /** Loads the file as `require` would, and leaves it where `require` finds it. */
  load(file: string, require: NodeJS.Require): void {
    const folder = cacheFolder();
    if (folder === undefined) return;
    const source = Module.wrap(readFileSync(file, 'utf8'));
    const cache = path.join(folder, cacheName(file, source));
    const cachedData = readCache(cache);
    const script = new vm.Script(source, { filename: file, ...(cachedData && { cachedData }) });
    if (!cachedData || script.cachedDataRejected) this.#unsaved = { script, file: cache };
    const module = new Module(file);
    module.filename = file;
    require.cache[file] = module;
    const run: ModuleFunction = script.runInThisContext();
    Reflect.apply(run, module.exports, [
      module.exports,
      createRequire(file),
      module,
      file,
      path.dirname(file),
    ]);
    module.loaded = true;
  }

  /** Keeps what V8 has compiled so far for the next process, unless that was kept already. */
  save(): void {
    if (!this.#unsaved) return;
    const { script, file } = this.#unsaved;
    this.#unsaved = undefined;
    const data = script.createCachedData();
    const beside = `${file}.${process.pid}.tmp`;
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(beside, Buffer.concat([digestOf(data), data]));
      renameSync(beside, file);
    } catch {
      // Where nothing can be kept, each compiler starts as the first one did.
    }
  }
}

/** The account's own, as V8 runs what lies there. A server tells its compiler of none. */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME: given = '', HOME: home = '' } = process.env;
  const parent = path.isAbsolute(given) ? given : home && path.join(home, '.cache');
  return path.isAbsolute(parent) ? path.join(parent, 'eccola', 'code') : undefined;
}

function cacheName(file: string, source: string): string {
  const key = JSON.stringify([file, source.length, process.versions.v8, process.arch]);
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** Undefined when there is none, or not a whole one: V8 itself would not notice. */
function readCache(file: string): Buffer | undefined {
  try {
    const content = readFileSync(file);
    const data = content.subarray(DIGEST_BYTES);
    return digestOf(data).equals(content.subarray(0, DIGEST_BYTES)) ? data : undefined;
  } catch {
    return undefined;
  }
}

const DIGEST_BYTES = 32;

function digestOf(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
