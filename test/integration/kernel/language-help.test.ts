import { expect, test } from 'vitest';
import { contentsOf, type KernelClient } from '../../helpers/kernel-client.js';
import { startKernel } from '../../helpers/start-kernel.js';

/* What an author sees while writing, in a folder with nothing in it. A `|` in the code is the cursor. */

/** In characters, of which a bear is one. */
function cursorOf(marked: string): number {
  return [...marked.slice(0, marked.indexOf('|'))].length;
}

async function complete(kernel: KernelClient, marked: string) {
  const request = { code: marked.replace('|', ''), cursor_pos: cursorOf(marked) };
  const { reply } = await kernel.request('complete_request', request);
  const { status, matches, metadata, cursor_start, cursor_end } = Object(reply.content);
  expect(status).toBe('ok');
  const types: { text: string; type: string; signature: string; start: number; end: number }[] =
    metadata._jupyter_types_experimental;
  expect(types.map(({ text }) => text)).toEqual(matches);
  return { matches, types, cursor_start, cursor_end };
}

async function inspect(kernel: KernelClient, marked: string): Promise<string | undefined> {
  const { reply } = await kernel.request('inspect_request', {
    code: marked.replace('|', ''),
    cursor_pos: cursorOf(marked),
    detail_level: 0,
  });
  return Object(reply.content).data['text/plain'];
}

test('a completion says of each match what it is: a function’s signature, another value’s type', async () => {
  const kernel = await startKernel();
  await kernel.execute(
    'const answer = 42; enum Level { Low }\nclass Bear { name = "Baloo"; hug(who: string, times = 1): boolean { return true } }\nfunction growl(volume: number) { return volume }',
  );

  const members = await complete(kernel, '"🐻"; new Bear().|');
  expect(members).toMatchObject({ cursor_start: 16, cursor_end: 16 });
  expect(members.types).toEqual([
    {
      text: 'hug',
      type: 'method',
      signature: '(who: string, times?: number): boolean',
      start: 16,
      end: 16,
    },
    { text: 'name', type: 'property', signature: 'string', start: 16, end: 16 },
  ]);

  expect((await complete(kernel, 'const list = [ans|')).types[0]).toMatchObject({
    text: 'answer',
    type: 'const',
    signature: '42',
  });
  expect((await complete(kernel, 'gro|')).types[0]).toMatchObject({
    text: 'growl',
    type: 'function',
    signature: '(volume: number): number',
  });
  expect((await complete(kernel, 'Level.|')).types).toMatchObject([
    { text: 'Low', type: 'enum member', signature: 'Level.Low' },
  ]);

  const all = await complete(kernel, '|');
  expect(all.matches.length).toBeGreaterThan(100);
  expect(all.types.filter(({ signature }) => signature !== '').length).toBeLessThanOrEqual(100);
});

test('eccola, eccola/onnx and Node’s modules complete and are described with nothing installed', async () => {
  const kernel = await startKernel();
  await kernel.execute(
    'import { IntSlider } from "eccola"; import * as fs from "node:fs"; const slider = new IntSlider()',
  );

  expect((await complete(kernel, 'import { IntS| } from "eccola"')).matches).toContain('IntSlider');
  expect((await complete(kernel, 'import { Image| } from "eccola/onnx"')).matches).toContain(
    'ImageClassifier',
  );
  expect((await complete(kernel, 'slider.readout|')).types).toMatchObject([
    { text: 'readout', type: 'property', signature: 'boolean' },
    { text: 'readoutFormat', type: 'property', signature: 'string' },
  ]);
  expect((await complete(kernel, 'fs.readFileS|')).types).toMatchObject([
    {
      text: 'readFileSync',
      type: 'function',
      signature: expect.stringContaining('PathOrFileDescriptor'),
    },
  ]);
  expect((await complete(kernel, 'process.vers|')).matches).toEqual(['version', 'versions']);
  expect((await complete(kernel, '[1].toSor|')).matches).toEqual(['toSorted']);
});

test('an inspection tells type and documentation, also of Node’s and the library’s own', async () => {
  const kernel = await startKernel();
  await kernel.execute(
    'import { readFileSync } from "node:fs"; import { IntSlider } from "eccola";\n/** Gives a hug. */\nfunction hug(who: string, times = 1) { return who }',
  );

  expect(await inspect(kernel, 'h|ug("Baloo")')).toBe(
    'function hug(who: string, times?: number): string\n\nGives a hug.',
  );
  expect(await inspect(kernel, 'readFile|Sync("x")')).toMatch(
    /readFileSync\(path: [\s\S]*Returns the contents of the `path`/,
  );
  expect(await inspect(kernel, '[1, 2].fil|ter(Boolean)')).toMatch(
    /filter[\s\S]*Returns the elements of an array that meet the condition/,
  );
  expect(await inspect(kernel, 'Int|Slider')).toMatch(/class IntSlider[\s\S]+/);
  expect(await inspect(kernel, '1 +| 1')).toBeUndefined();
});

test('an inspection inside a call tells the call’s signature, and what the argument is', async () => {
  const kernel = await startKernel();
  await kernel.execute(
    '/**\n * Gives a hug.\n * @param who gets it\n * @param times how often\n */\nfunction hug(who: string, times = 1) { return who }\nfunction pick(a: string): string; function pick(a: string, b: number): number; function pick(a: unknown, b?: unknown): unknown { return a ?? b }',
  );

  expect(await inspect(kernel, 'hug(|)')).toMatch(
    /^hug\(who: string, times\?: number\): string\n\nGives a hug\.[\s\S]*who: gets it/,
  );
  expect(await inspect(kernel, 'hug("Baloo", |')).toContain('times: how often');
  expect(await inspect(kernel, 'pick("a", |)')).toContain('pick(a: string, b: number): number');
  expect(await inspect(kernel, 'setTimeout(() => {}, |)')).toMatch(
    /^setTimeout\([\s\S]*Schedules execution/,
  );
});

test('what is beside the notebook’s folder is not needed for types, and what ES2023 lacks is an error in words', async () => {
  const kernel = await startKernel();

  const fine = await kernel.execute(
    'const response: Promise<Response> | undefined = undefined; console.log(process.version, typeof fetch);\n[3, 1].toSorted().findLast((n) => n > 1)?.toFixed()',
  );
  const misspelt = await kernel.execute('const one = 1;\none.toFixd();\nconst two = 2;');
  const tooNew = await kernel.execute('Object.groupBy([1], (n) => n)');

  expect(Object(fine.reply.content).status).toBe('ok');
  expect(contentsOf(misspelt.iopub).at(-1)).toEqual([
    'error',
    {
      ename: 'CompileError',
      evalue: "Property 'toFixd' does not exist on type '1'. Did you mean 'toFixed'?",
      traceback: [
        "2:5 - TS2551: Property 'toFixd' does not exist on type '1'. Did you mean 'toFixed'?",
        '  1 | const one = 1;',
        '> 2 | one.toFixd();',
        '  3 | const two = 2;',
      ],
    },
  ]);
  expect(Object(tooNew.reply.content).evalue).toContain("Property 'groupBy' does not exist");
});
