import { expect, test } from 'vitest';
import { findStringLiterals, isImport } from '../../../src/deploy/doctor/code/string-literals.js';

const texts = (source: string) => findStringLiterals(source).map(({ text }) => text);

test('finds strings of all three quotes, and none in comments', () => {
  expect(texts('f("a", \'b\', `c`); // "no"\n/* "no" */ g("d")')).toEqual(['a', 'b', 'c', 'd']);
});

test('passes over templates with holes and over quotes in strings', () => {
  const hole = ['$', '{name}'].join('');
  expect(texts(['f(`a/', hole, '.csv`, "it\'s", \'a "b"\')'].join(''))).toEqual(["it's", 'a "b"']);
});

test('an address in a string is no comment', () => {
  expect(texts('fetch("https://example.org/a.csv"); f("b")')).toEqual([
    'https://example.org/a.csv',
    'b',
  ]);
});

test.each([
  'import x from "a"',
  'import "a"',
  'export * from "a"',
  'await import("a")',
  'const x = require( "a")',
])('%s names a module', (source) => {
  expect(findStringLiterals(source).map(isImport)).toEqual([true]);
});

test('any other string does not', () => {
  expect(findStringLiterals('load("a"); transform("b")').some(isImport)).toBe(false);
});
