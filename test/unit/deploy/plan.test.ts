import { expect, test } from 'vitest';
import type { Piece } from '../../../src/deploy/init/pieces.js';
import { applyChanges, planChanges, recordChanges } from '../../../src/deploy/init/plan.js';
import { parseRecord } from '../../../src/deploy/init/record.js';

const file = (content: string): Piece => ({ kind: 'file', path: 'Dockerfile', content });

/** Plans, applies and records, as `eccola init` does. */
function run(content: string, disk: Map<string, string>, written = {}) {
  const changes = planChanges([file(content)], disk, written);
  return {
    action: changes[0]?.action,
    disk: new Map([...disk, ...applyChanges(changes, disk)]),
    written: recordChanges(changes, written),
  };
}

test('writes what is not there, and a second run finds nothing to do', () => {
  const first = run('one', new Map());
  expect(first.action).toBe('create');
  expect(first.disk.get('Dockerfile')).toBe('one');
  expect(run('one', first.disk, first.written).action).toBe('same');
});

test('brings up to date what it wrote itself', () => {
  const first = run('one', new Map());
  const second = run('two', first.disk, first.written);
  expect(second.action).toBe('update');
  expect(second.disk.get('Dockerfile')).toBe('two');
});

test('keeps what the user changed, at every later run too', () => {
  const first = run('one', new Map());
  const changed = new Map([['Dockerfile', 'mine']]);
  const second = run('two', changed, first.written);
  expect(second).toEqual({ action: 'kept', disk: changed, written: first.written });
  expect(run('three', second.disk, second.written).action).toBe('kept');
});

test('keeps a file that was there before the first run', () => {
  expect(run('one', new Map([['Dockerfile', 'mine']])).action).toBe('kept');
});

test('does not bring back what the user removed', () => {
  const first = run('one', new Map());
  expect(run('one', new Map(), first.written).action).toBe('kept');
});

test('takes what the user set back for its own again', () => {
  const first = run('one', new Map());
  const second = run('two', new Map([['Dockerfile', 'two']]), first.written);
  expect(second.action).toBe('same');
  expect(run('three', second.disk, second.written).action).toBe('update');
});

test('two pieces of one file are both written into it', () => {
  const pieces: Piece[] = [
    { kind: 'front-matter', path: 'README.md', content: 'sdk: docker\n' },
    { kind: 'block', path: 'README.md', comment: 'html', at: 'start', content: 'link\n' },
  ];
  const disk = new Map([['README.md', '# Bears\n']]);
  expect(applyChanges(planChanges(pieces, disk, {}), disk).get('README.md')).toMatch(
    /^---\nsdk: docker\n---\n# Bears\n\n<!-- eccola: begin -->\nlink\n/,
  );
});

test.each([undefined, 'not JSON', '[]', '{"targets": ["moon"], "written": {"a": 1}}'])(
  'a record that says %j counts as nothing written',
  (text) => {
    expect(parseRecord(text)).toEqual({ targets: ['binder', 'docker'], written: {} });
  },
);
