import { expect, onTestFinished, test, vi } from 'vitest';
import { createUuid } from '../../../src/protocol/uuid.js';

test.each(['with', 'without'])(
  '%s randomUUID a UUID is of version 4, and never the same',
  (how) => {
    if (how === 'without') {
      onTestFinished(() => void vi.unstubAllGlobals());
      vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    }
    const ids = Array.from({ length: 1000 }, createUuid);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(ids).size).toBe(1000);
  },
);
