#!/usr/bin/env node
import { isAppError } from '../protocol/errors.js';
import { toOptionError } from './option-error.js';

type Command = (args: readonly string[]) => Promise<void>;

/** Each command's code is loaded when it is asked for: a kernel needs nothing of the server's. */
const COMMANDS: Readonly<Record<string, Command>> = {
  init: async (args) => {
    process.exitCode = await (await import('./init.js')).runInit(args);
  },
  install: async (args) => print(await (await import('./install.js')).install(args)),
  uninstall: async (args) => print(await (await import('./install.js')).uninstall(args)),
  kernel: async () => (await import('./kernel.js')).kernel(),
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
try {
  if (command) await command(args);
  else await (await import('./serve.js')).serve(process.argv.slice(2));
} catch (thrown) {
  const error = toOptionError(thrown) ?? thrown;
  if (!isAppError(error)) throw error;
  process.stderr.write(`eccola: ${error.message}\n${error.hint ? `${error.hint}\n` : ''}`);
  process.exitCode = error.code === 'BAD_OPTION' ? 2 : 1;
}

function print(text: string): void {
  process.stdout.write(text);
}
