import { expect, test } from 'vitest';
import { startCompiler } from '../../helpers/compile.js';
import { makeFolder } from '../../helpers/folder.js';
import type { Answer } from '../../helpers/kernel-client.js';
import { startKernel } from '../../helpers/start-kernel.js';

/** By what is tried: the cells, and the text that the last one gives. */
type Cases = Readonly<Record<string, readonly [cells: readonly string[], last: string]>>;

/** Cells whose names tslab's converter takes for something else than they are. */
const NAMES: Cases = {
  'a property that is short for a variable': [
    ['const description = "x"', '({ description })'],
    "{ description: 'x' }",
  ],
  'such a property deep inside': [
    ['const a = 1, b = 2', 'const f = () => ({ a, inner: [{ b }] })', 'f()'],
    '{ a: 1, inner: [ { b: 2 } ] }',
  ],
  'such a property of an import': [
    ['import { join } from "path"', '({ join }).join("a", "b")'],
    'a/b',
  ],
  'such properties of a class and an enum': [
    ['class A {}; enum E { X = 7 }', '({ A, E }).E.X'],
    '7',
  ],
  'such a property in a class': [['const w = 1', 'class C { o = { w } }\nnew C().o'], '{ w: 1 }'],
  'such a property after an await': [
    ['const w = 1', 'const o = await Promise.resolve({ w }); o'],
    '{ w: 1 }',
  ],
  'such a property in a default': [
    ['const w = 1', 'function f(o = { w }) { return o }\nf()'],
    '{ w: 1 }',
  ],
  'an assignment to short properties': [
    ['let a = 1, b = 2', '({ a, b } = { a: 5, b: 6 })', '[a, b]'],
    '[ 5, 6 ]',
  ],
  'an assignment to short properties with defaults': [
    ['let a = 1; const b = 8', '({ a = b } = {} as { a?: number })', 'a'],
    '8',
  ],
  'an assignment to named properties': [
    ['let v = 0; const source = { x: 3 }', '({ x: v } = source)', 'v'],
    '3',
  ],
  'an assignment to items': [['let a = 1, b = 2', '[a, b] = [b, a]', '[a, b]'], '[ 2, 1 ]'],
  'parts of an earlier object under other names': [
    ['const o = { x: 1, y: { z: 2 } }', 'const { x: one, y: { z: two } } = o', '[one, two]'],
    '[ 1, 2 ]',
  ],
  'parts of an earlier object': [
    ['const o = { x: 1, y: 2, z: 3 }', 'const { x, ...rest } = o', '[x, rest]'],
    '[ 1, { y: 2, z: 3 } ]',
  ],
  'parts of earlier objects in a loop': [
    ['const list = [{ x: 1 }, { x: 2 }]', 'let s = 0; for (const { x: v } of list) s += v', 's'],
    '3',
  ],
  'parts of earlier objects in a loop, assigned': [
    ['let v = 0; const list = [{ x: 1 }, { x: 2 }]', 'for ({ x: v } of list) {}', 'v'],
    '2',
  ],
  'a parameter of an earlier type': [
    ['type F = (o: { a: number }) => number', 'const f: F = ({ a: n }) => n\nf({ a: 2 })'],
    '2',
  ],
  'a name that is a parameter, too': [['const s = 1', '[3].map((s) => ({ s }))'], '[ { s: 3 } ]'],
  'a name that is a method, too': [['const n = 1', '({ n() { return n } }).n()'], '1'],
  'a name that is a property, too': [
    ['const v = 1', 'class Q { v = v; static w = v }\n[new Q().v, Q.w]'],
    '[ 1, 1 ]',
  ],
  'a name that is a label, too': [
    ['const out = 1', 'out: for (const i of [1, 2]) { for (;;) continue out }\nout'],
    '1',
  ],
  'a getter': [['const v = 4', 'const o = { get v() { return v } }; o.v'], '4'],
  'a computed name': [
    [
      'const k = "key"',
      'const { [k]: got } = { key: 2 } as Record<string, number>; [got, { [k]: 1 }]',
    ],
    '[ 2, { key: 1 } ]',
  ],
  'a template': [
    [
      'const name = "n"; const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.join("-") + v',
      'tag`a${name}b` + `${`${name}`}`',
    ],
    'a-bnn',
  ],
  'what a function calls this': [
    ['function who(this: unknown) { return this === globalThis }', '[who()]'],
    '[ true ]',
  ],
};

/** What a later cell does to an earlier one's variables. */
const VARIABLES: Cases = {
  'counting up': [['let x = 1', 'x++', '++x; x += 5; x **= 2', 'x'], '64'],
  'a function that changes a variable': [
    ['let n = 0; function bump() { n += 1 }', 'bump(); bump()', 'n'],
    '2',
  ],
  'a function reads what a later cell has set': [
    ['let x = 1; const get = () => x; const bump = () => { x++ }', 'x = 10', 'bump(); [get(), x]'],
    '[ 11, 11 ]',
  ],
  'such a function in a cell that awaits': [
    ['let x = 1; const get = () => x; await null', '({ x } = { x: 5 })', 'get()'],
    '5',
  ],
  'a variable that takes the place of another': [
    ['let x = 1; const get = () => x', 'let x = "two"', 'x = "three"', '[get(), x]'],
    "[ 1, 'three' ]",
  ],
  'a constant of another type': [['const a = 1', 'const a = "t"', 'a.length'], '1'],
  'a function anew': [
    ['function f() { return 1 }', 'function f() { return "two" }', 'f().length'],
    '3',
  ],
  'a class anew': [['class A { x = 1 }', 'class A { y = 2 }', 'new A().y'], '2'],
  'what a promise sets': [
    ['let got = 0; const p = Promise.resolve(5).then((v) => { got = v })', 'await p', 'got'],
    '5',
  ],
  'a variable without a value': [['let later: number | undefined', 'later = 4', 'later'], '4'],
};

/** What belongs into a module, or is declared in several parts. */
const DECLARATIONS: Cases = {
  'exported constants': [
    ['export const a = 1; export const text = "export const b";', 'export const a = [text]', 'a'],
    "[ 'export const b' ]",
  ],
  'exported variables': [['export let a = 1', 'a++', 'a'], '2'],
  'exported functions and classes': [
    [
      'export async function f() { return 1 }\nexport abstract class A {}',
      'export class B extends A { v = 2 }',
      'await f() + new B().v',
    ],
    '3',
  ],
  'exported types': [
    [
      'export type T = number; export interface I { a: T }; export enum E { X }',
      'const i: I = { a: E.X }; i.a',
    ],
    '0',
  ],
  'a list of exports': [['const a = 1; export { a as b }', 'a'], '1'],
  'an exported default': [['export default 5', '1'], '1'],
  'types alone imported': [
    [
      'import type { Stats } from "fs"; import { type Dirent, existsSync } from "fs"',
      'const s: Stats[] = []; const d: Dirent[] = []',
      '[s, d, typeof existsSync]',
    ],
    "[ [], [], 'function' ]",
  ],
  'an import that is used two cells later': [
    [
      'import { join as j } from "path"; import * as os from "os"; import fs from "fs"',
      '1',
      '[j("a", "b"), typeof os.cpus, typeof fs.statSync]',
    ],
    "[ 'a/b', 'function', 'function' ]",
  ],
  'a dynamic import': [
    [
      'const { join } = await import("path"); const os = await import("os")',
      'typeof os.cpus + join("a", "b")',
    ],
    'functiona/b',
  ],
  'an enum': [
    [
      'enum Color { Red, Green }; const enum K { A = 5 }',
      'const { Red } = Color; [Red, Color[1], K.A]',
    ],
    "[ 0, 'Green', 5 ]",
  ],
  'a namespace, cells later': [
    [
      'namespace N { export interface I { a: number } export const v = 1 }',
      '1',
      'const i: N.I = { a: 1 }; i.a + N.v',
      'N.v',
    ],
    '1',
  ],
  'a namespace anew': [
    [
      'namespace N { export type T = number }',
      'namespace N { export type T = string }',
      'namespace N { export type T = boolean }',
      'const t: N.T = true; t',
    ],
    'true',
  ],
  'a namespace of a type': [
    [
      'interface A { x: number }\nnamespace A { export const make = (): A => ({ x: 1 }) }',
      '1',
      'A.make().x',
    ],
    '1',
  ],
  'awaits of what is in parentheses': [
    [
      'const twice = await (await Promise.resolve({ n: async () => 2 })).n() * 2',
      'if (twice === 4) { await (null); `${await [twice]}` }',
      'const o = { async m() { await (1); return twice } }; await (o.m())',
    ],
    '4',
  ],
  'awaits in functions alone': [
    ['const f = async () => { await (1); return 2 }', 'class A { async m() { await (1) } }; 3'],
    '3',
  ],
  'a loop that awaits': [
    [
      'async function* g() { yield 1; yield 2 }',
      'let s = 0;\nfor await (const v of g()) s += v;',
      's',
    ],
    '3',
  ],
  'a loop that awaits, inside a function': [
    [
      'const sum = async () => { let s = 0; for await (const v of [1, 2]) s += v; return s }',
      'await sum()',
    ],
    '3',
  ],
  generators: [['function* g() { yield 1; yield 2 }', '[...g()]'], '[ 1, 2 ]'],
  decorators: [
    [
      'const seen: string[] = []; function d(target: object, key: string) { seen.push(key) }\nfunction sealed(c: Function) { seen.push(c.name) }',
      '@sealed class A { @d m() {} }',
      'seen',
    ],
    "[ 'm', 'A' ]",
  ],
  'parameter properties, private and abstract members': [
    [
      'abstract class S { #p = 1; constructor(readonly x: number) {} get p() { return this.#p } abstract f(): number }',
      'class C extends S { f() { return this.p + this.x } }',
      'new C(2).f()',
    ],
    '3',
  ],
  overloads: [
    [
      'function f(a: string): string; function f(a: number): number; function f(a: any) { return a }',
      '[f(1) + 1, f("a").length]',
    ],
    '[ 2, 1 ]',
  ],
  'what is checked and kept': [
    [
      'const conf = { a: 1 } satisfies Record<string, number>; const roles = ["a", "b"] as const',
      'type Role = (typeof roles)[number]; const r: Role = "a"; [conf.a, r]',
    ],
    "[ 1, 'a' ]",
  ],
};

/** The same in JavaScript, where packages are required as well. */
const JAVASCRIPT: Cases = {
  'a property that is short for a variable': [
    ['const w = 1; let v = 2', '({ v } = { v: 3 })', '({ w, v })'],
    '{ w: 1, v: 3 }',
  ],
  'parts of what is required': [
    [
      'const path = require("path"); const { join: j } = path',
      '1',
      '({ path }).path.join("a", j("b", "c"))',
    ],
    'a/b/c',
  ],
  'an exported variable': [['export let n = 1; const get = () => n', 'n = 2', 'get()'], '2'],
};

test.each<[string, Cases, ('typescript' | 'javascript')?]>([
  ['names mean earlier variables wherever they stand', NAMES],
  ['variables are one in all cells', VARIABLES],
  ['what modules declare is declared by cells', DECLARATIONS],
  ['all of this in JavaScript, too', JAVASCRIPT, 'javascript'],
])(
  '%s',
  async (_, cases, language = 'typescript') => {
    const compiler = startCompiler();
    const cwd = await makeFolder();
    for (const [name, [cells, last]] of Object.entries(cases)) {
      const { notebook } = await compiler.compile({ cwd, cells, language });
      const kernel = await startKernel({ cwd, cells, compiled: notebook });
      const answers = await kernel.executeAll();
      expect.soft(resultOf(answers), name).toBe(last);
      await kernel.close();
    }
  },
  180_000,
);

/** The last cell's result, or the first error. */
function resultOf(answers: readonly Answer[]): unknown {
  for (const { reply } of answers) {
    const { status, traceback } = Object(reply.content);
    if (status === 'error') return traceback.join('\n');
  }
  const result = answers.at(-1)?.iopub.find(({ header }) => header.msg_type === 'execute_result');
  return Object(result?.content).data?.['text/plain'];
}
