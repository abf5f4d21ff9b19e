import { expect, onTestFinished, test, vi } from 'vitest';
import { HeldWrites } from '../../../src/render/client/widgets/held-writes.js';

test('what is written while it is held is done in its order when it is drawn', () => {
  const writes = new HeldWrites();
  const style: Record<string, string> = { transform: 'old', zIndex: '1' };
  const held = writes.through(style);
  const done: string[] = [];

  held.zIndex = '2';
  writes.hold(12);
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

  writes.hold(12);
  held.text = 'new';

  expect(held.text).toBe('new');
  expect(element.text).toBe('new');
  expect(heldClasses.has('one')).toBe(true);
});

test('to hold again draws what waits', () => {
  const writes = new HeldWrites();
  const element = { text: 'old' };
  const held = writes.through(element);

  writes.hold(12);
  held.text = 'new';
  writes.hold(12);

  expect(element.text).toBe('new');
});

test('what nobody draws is drawn in time, each in its own', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const writes = new HeldWrites();
  const element = { text: 'old' };
  const held = writes.through(element);

  writes.hold(12);
  vi.advanceTimersByTime(8);
  writes.hold(12);
  held.text = 'new';
  vi.advanceTimersByTime(11);
  const waiting = element.text;
  vi.advanceTimersByTime(1);

  expect(waiting).toBe('old');
  expect(element.text).toBe('new');
});
