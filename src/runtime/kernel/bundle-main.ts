import { readFileSync, statSync } from 'node:fs';
import { createRequire, default as Module } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** The code that has run until it is asked for is in it. */
function answerWithCodeCache(): void {
  const send = process.send?.bind(process);
  process.on('message', (message: ToKernel | Uint8Array) => {
    if (message instanceof Uint8Array || message.type !== 'code-cache') return;
    const made: CodeCacheMade = { type: 'code-cache', data: script.createCachedData() };
    send?.(made);
  });
}
