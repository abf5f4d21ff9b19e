import { AppError } from '../../../protocol/errors.js';

/*
 * What a front end may say, checked: nothing of a request's content is used before it went through here.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */

export interface ExecuteRequest {
  code: string;
  silent: boolean;
  store_history: boolean;
  user_expressions: Record<string, string>;
  allow_stdin: boolean;
  stop_on_error: boolean;
}

export function parseExecuteRequest(content: Record<string, unknown>): ExecuteRequest {
  const silent = content.silent === true;
  return {
    code: requireString(content, 'code', 'execute_request'),
    silent,
    store_history: !silent && content.store_history !== false,
    user_expressions: parseExpressions(content.user_expressions),
    allow_stdin: content.allow_stdin === true,
    stop_on_error: content.stop_on_error !== false,
  };
}

function parseExpressions(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  const expressions = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(expressions);
}

/** `complete_request` and `inspect_request`. */
export interface CursorRequest {
  code: string;
  /** UTF-16 offset; the wire counts Unicode characters. */
  position: number;
}

export function parseCursorRequest(
  content: Record<string, unknown>,
  msgType: string,
): CursorRequest {
  const code = requireString(content, 'code', msgType);
  const cursor = typeof content.cursor_pos === 'number' ? content.cursor_pos : code.length;
  return { code, position: toUtf16Offset(code, cursor) };
}

/** The wire counts Unicode code points, JavaScript UTF-16 units. */
export function toUtf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (const character of text) {
    if (codePoints <= 0) break;
    offset += character.length;
    codePoints -= 1;
  }
  return offset;
}

export function toCodePointOffset(text: string, utf16Offset: number): number {
  return [...text.slice(0, utf16Offset)].length;
}

export interface CommOpen {
  comm_id: string;
  target_name: string;
}
export type CommMsg = { comm_id: string };
export type CommClose = { comm_id: string };

export function parseCommOpen(content: Record<string, unknown>): CommOpen {
  return {
    comm_id: requireString(content, 'comm_id', 'comm_open'),
    target_name: requireString(content, 'target_name', 'comm_open'),
  };
}

export function parseCommId(content: Record<string, unknown>, msgType: string): CommMsg {
  return { comm_id: requireString(content, 'comm_id', msgType) };
}

export function requireString(
  content: Record<string, unknown>,
  field: string,
  msgType: string,
): string {
  const value = content[field];
  if (typeof value !== 'string') {
    throw new AppError(
      'MALFORMED_MESSAGE',
      `A ${msgType} without a string "${field}" was dropped.`,
    );
  }
  return value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
