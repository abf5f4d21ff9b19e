import { describe, expect, test } from 'vitest';
import {
  parseCommOpen,
  parseCursorRequest,
  parseExecuteRequest,
  toCodePointOffset,
  toUtf16Offset,
} from '../../../../src/runtime/kernel/core/message-content.js';

describe('execute_request', () => {
  test('has the specification’s defaults', () => {
    expect(parseExecuteRequest({ code: '1' })).toEqual({
      code: '1',
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
  });

  test('that is silent stores no history', () => {
    expect(parseExecuteRequest({ code: '', silent: true, store_history: true })).toMatchObject({
      silent: true,
      store_history: false,
    });
  });

  test('keeps the user_expressions that are text', () => {
    const user_expressions = { a: '1', b: 2, c: null };

    expect(parseExecuteRequest({ code: '', user_expressions }).user_expressions).toEqual({
      a: '1',
    });
  });

  test.each([{}, { code: 1 }, { code: null }])('without code is malformed: %j', (content) => {
    expect(() => parseExecuteRequest(content)).toThrow('execute_request without a string "code"');
  });
});

test('cursors count code points on the wire, UTF-16 units here', () => {
  expect(parseCursorRequest({ code: '"🐻".le', cursor_pos: 6 }, 'complete_request')).toEqual({
    code: '"🐻".le',
    position: 7,
  });
  expect(toCodePointOffset('"🐻".le', 7)).toBe(6);
  expect(toUtf16Offset('ab', 99)).toBe(2);
  expect(toUtf16Offset('ab', -1)).toBe(0);
});

test('a cursor that is not given is at the end', () => {
  expect(parseCursorRequest({ code: 'abc' }, 'inspect_request').position).toBe(3);
});

test('a comm_open needs an id and a target', () => {
  expect(parseCommOpen({ comm_id: 'a', target_name: 't' })).toEqual({
    comm_id: 'a',
    target_name: 't',
  });
  expect(() => parseCommOpen({ comm_id: 'a' })).toThrow('target_name');
});
