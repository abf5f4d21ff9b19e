import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import {
  ColorsInput,
  Combobox,
  FloatsInput,
  HTML,
  IntsInput,
  Label,
  Password,
  TagsInput,
  Text,
  Textarea,
} from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

test('a text widget takes its value alone, with options, or among them', () => {
  recordHost();
  for (const Class of [HTML, Label, Password, Text, Textarea]) {
    expect(new Class('x').value).toBe('x');
    expect(new Class('x', { tooltip: 't' })).toMatchObject({ value: 'x', tooltip: 't' });
    expect(new Class({ value: 'x' }).value).toBe('x');
    expect(new Class().value).toBe('');
  }
});

test('what is no string is refused, also as the one argument', () => {
  recordHost();
  expect(() => Reflect.construct(Label, [5])).toThrow(
    'Label.value must be a string, but was given 5.',
  );
});

test('a password is written nowhere but to its page', () => {
  recordHost();
  const password = new Password({ value: 'hunter2', description: 'Key' });
  expect(String(password)).toBe('Password()');
  expect(inspect(password)).toBe('Password()');
});

test('a combobox that is told to takes nothing but its options', () => {
  const { errors, take, update } = recordHost();
  const combobox = new Combobox({ options: ['brown', 'polar'], ensureOption: true });
  combobox.value = 'polar';
  expect(() => {
    combobox.value = 'grey';
  }).toThrow('Combobox.value must be one of its options, but was given "grey".');
  take();
  update(combobox, { value: 'grey' });
  expect(combobox.value).toBe('polar');
  expect(errors).toHaveLength(1);
  combobox.ensureOption = false;
  combobox.value = 'grey';
  expect(combobox.value).toBe('grey');
});

test('tags are taken in any number, and refused if they are not allowed', () => {
  const { errors, update } = recordHost();
  const tags = new TagsInput({ value: ['brown'], allowedTags: ['brown', 'polar'] });
  update(tags, { value: ['brown', 'polar'] });
  expect(tags.value).toEqual(['brown', 'polar']);
  update(tags, { value: ['grey'] });
  expect(tags.value).toEqual(['brown', 'polar']);
  expect(errors.map(String)).toEqual([
    'AppError: A tag of TagsInput must not be other than its allowedTags, but one was "grey".',
  ]);
  expect(() => new ColorsInput({ value: [''] })).toThrow('must not be empty');
});

test('tags that are numbers stay between min and max', () => {
  recordHost();
  expect(new IntsInput({ value: [1, 2.5] }).value).toEqual([1, 2]);
  expect(() => new IntsInput({ value: [1, 5], max: 4 })).toThrow(
    'A tag of IntsInput must not be above 4, but one was 5.',
  );
  expect(() => new FloatsInput({ value: [0.5], min: 1 })).toThrow('must not be below 1');
  expect(() => Reflect.construct(FloatsInput, [{ value: ['1'] }])).toThrow(
    'FloatsInput.value must be an array of numbers, but was given an array of 1.',
  );
});
