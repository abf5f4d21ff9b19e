import { readFileSync, statSync } from 'node:fs';
import { createRequire, default as Module } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import vm from 'node:vm';
import {
  type CodeCacheMade,
  KERNEL_ENVIRONMENT,
  MAKE_CODE_CACHE,
  stampOf,
  type ToKernel,
} from '../../protocol/runtime-process.js';

/*
 * What the server forks: runs the kernel's code (scripts/build-kernel.mjs) with what V8 has made of it in another process,
 * where there is a file of that. Parsing and compiling are a third of what a kernel's own start takes.
 */

/** V8 looks between these, in ms from here, whether it should give back what the start took: see COLLECTING in sandbox.ts. */
const MEMORY_FIRST = { after: 200, for: 1300 };

/** A notebook may put its own in the place of it. */
const { setTimeout } = globalThis;

const file = fileURLToPath(new URL('./kernel.cjs', import.meta.url));
// A notebook sees the arguments and the environment of a process that was told nothing.
const [codeCache, madeOf] = process.argv.splice(2);
for (const name of Object.keys(KERNEL_ENVIRONMENT)) delete process.env[name];
const cachedData = readCodeCache();
const script = new vm.Script(Module.wrap(readFileSync(file, 'utf8')), {
  filename: file,
  ...(cachedData && { cachedData }),
});
if (script.cachedDataRejected) {
  process.stderr.write(
    'V8 has not taken the code cache: this kernel starts as if there were none.\n',
  );
}
if (codeCache === MAKE_CODE_CACHE) answerWithCodeCache();
else putMemoryFirst();
script.runInThisContext()({}, createRequire(file), {}, file, dirname(file));

/** Undefined where there is none, or of another code, which V8 itself would not notice: it compares the lengths. */
function readCodeCache(): Uint8Array | undefined {
  if (codeCache === undefined || codeCache === MAKE_CODE_CACHE) return undefined;
  try {
    return stampOf(statSync(file)) === madeOf ? readFileSync(codeCache) : undefined;
  } catch {
    // Systems clean their temporary folders up.
    return undefined;
  }
}

/**
 * A kernel that allocates much when V8 looks, as one that has a visitor by then does, would be left for eight seconds; where
 * memory comes before speed, V8 collects at once. Not from the start on, as V8 would then never give young objects more
 * than 1 MB, which makes code that allocates up to five times as slow; nor in the process that makes the code cache, which
 * has V8's flags in it.
 */
function putMemoryFirst(): void {
  setTimeout(() => {
    setFlagsFromString('--optimize-for-size');
    // Not before V8 has looked, where the notebook kept both timers waiting.
    setTimeout(() => setFlagsFromString('--no-optimize-for-size'), MEMORY_FIRST.for).unref();
  }, MEMORY_FIRST.after).unref();
}

/** The code that has run until it is asked for is in it. */
function answerWithCodeCache(): void {
  const send = process.send?.bind(process);
  process.on('message', (message: ToKernel | Uint8Array) => {
    if (message instanceof Uint8Array || message.type !== 'code-cache') return;
    const made: CodeCacheMade = { type: 'code-cache', data: script.createCachedData() };
    send?.(made);
  });
}
