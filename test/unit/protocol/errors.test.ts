import { expect, test } from 'vitest';
import { AppError, isAppError } from '../../../src/protocol/errors.js';

test('an error carries its code, status, hint and cause', () => {
  const cause = new Error('ENOENT');
  const error = new AppError('NOTEBOOK_NOT_FOUND', 'No notebook at a.ipynb', {
    hint: 'Look.',
    cause,
  });
  expect(error).toMatchObject({ code: 'NOTEBOOK_NOT_FOUND', status: 404, hint: 'Look.', cause });
  expect(isAppError(error)).toBe(true);
  expect(isAppError(cause)).toBe(false);
});
