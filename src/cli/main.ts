#!/usr/bin/env node
import { isAppError } from '../protocol/errors.js';
import type { Command } from './command.js';
import { toOptionError } from './option-error.js';
import { toSystemError } from './system-error.js';
import { createTerminal } from './terminal.js';

/** Each in a module of its own, loaded when it is called: serving starts no slower for what stands beside it. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./init.js')).initCommand,
  build: async () => (await import('./build.js')).buildCommand,
  check: async () => (await import('./check/check.js')).checkCommand,
  doctor: async () => (await import('./doctor.js')).doctorCommand,
  install: async () => (await import('./install.js')).installCommand,
  uninstall: async () => (await import('./install.js')).uninstallCommand,
  kernel: async () => (await import('./kernel.js')).kernelCommand,
};

const [name = '', ...args] = process.argv.slice(2);
try {
  const command = Object.hasOwn(COMMANDS, name) ? await COMMANDS[name]?.() : undefined;
  const terminal = createTerminal();
  if (command && args.some((arg) => arg === '--help' || arg === '-h')) {
    terminal.print(command.usage);
  } else if (command) process.exitCode = await command.run(args, terminal);
  else await (await import('./serve.js')).serve(process.argv.slice(2));
} catch (thrown) {
  const error = toOptionError(thrown) ?? toSystemError(thrown) ?? thrown;
  if (!isAppError(error)) throw error;
  process.stderr.write(`eccola: ${error.message}\n${error.hint ? `${error.hint}\n` : ''}`);
  process.exitCode = error.code === 'BAD_OPTION' ? 2 : 1;
}
