import { expect, test } from 'vitest';
import type { WidgetModelState } from '../../../src/protocol/widget-state.js';
import { matchModels } from '../../../src/render/client/watch/match-models.js';

function models(described: Record<string, string>): Record<string, WidgetModelState> {
  const of = (description: string) => ({
    model_module: '@jupyter-widgets/controls',
    model_module_version: '2.0.0',
    model_name: 'IntSliderModel',
    state: { description },
  });
  return Object.fromEntries(Object.entries(described).map(([id, words]) => [id, of(words)]));
}

const match = (before: Record<string, string>, after: Record<string, string>) =>
  Object.fromEntries(matchModels(models(before), models(after)));

test('widgets with the same ids and words are the same', () => {
  expect(match({ a: 'x', b: 'y' }, { a: 'x', b: 'y' })).toEqual({ a: 'a', b: 'b' });
});

test('a widget that others were put before is found by its words', () => {
  expect(match({ a: 'x', b: 'y' }, { a: 'new', b: 'x', c: 'y' })).toEqual({ a: 'b', b: 'c' });
});

test('widgets of the same words are told apart by their order', () => {
  expect(match({ a: '', b: 'x', c: '' }, { a: 'x', d: '', e: '' })).toEqual({
    b: 'a',
    a: 'd',
    c: 'e',
  });
});

test('a widget that is gone, or called otherwise, or of another kind, has no match', () => {
  const after = models({ a: 'x' });
  const before = models({ a: 'x', b: 'y' });
  if (before.a) before.a.model_name = 'FloatSliderModel';
  expect(matchModels(before, after).size).toBe(0);
});
