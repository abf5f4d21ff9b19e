import { expect, test } from 'vitest';
import { HeldWrites } from '../../../src/render/client/widgets/held-writes.js';

test('what is written while it is held is done in its order when it is drawn', () => {
  const writes = new HeldWrites();
  const style: Record<string, string> = { transform: 'old', zIndex: '1' };
  const held = writes.through(style);
  const done: string[] = [];

  held.zIndex = '2';
  writes.hold();
  held.transform = 'new';
  held.zIndex = '3';
  writes.write(() => done.push(`${style.transform} ${style.zIndex}`));
  const waiting = { ...style };
  writes.draw();
  held.transform = 'newer';

  expect(waiting).toEqual({ transform: 'old', zIndex: '2' });
  expect(done).toEqual(['new 3']);
  expect(style).toEqual({ transform: 'newer', zIndex: '3' });
});

test('whoever reads sees what was written, and methods belong to the object itself', () => {
  const writes = new HeldWrites();
  const classes = new Set(['one']);
  const element = { text: 'old' };
  const held = writes.through(element);
  const heldClasses = writes.through(classes);

  writes.hold();
  held.text = 'new';

  expect(held.text).toBe('new');
  expect(element.text).toBe('new');
  expect(heldClasses.has('one')).toBe(true);
});

test('to hold again draws what waits', () => {
  const writes = new HeldWrites();
  const element = { text: 'old' };
  const held = writes.through(element);

  writes.hold();
  held.text = 'new';
  writes.hold();

  expect(element.text).toBe('new');
});
