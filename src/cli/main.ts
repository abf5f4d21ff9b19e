#!/usr/bin/env node
import { isAppError } from '../protocol/errors.js';
import { toOptionError } from './option-error.js';
import { serve } from './serve.js';

const [command, ...args] = process.argv.slice(2);
try {
  if (command === 'init') process.exitCode = await (await import('./init.js')).runInit(args);
  else await serve(process.argv.slice(2));
} catch (thrown) {
  const error = toOptionError(thrown) ?? thrown;
  if (!isAppError(error)) throw error;
  process.stderr.write(`eccola: ${error.message}\n${error.hint ? `${error.hint}\n` : ''}`);
  process.exitCode = error.code === 'BAD_OPTION' ? 2 : 1;
}
