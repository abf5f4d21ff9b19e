import { expect, test } from 'vitest';
import { Accordion, Label, Stack, Tab } from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const labels = (count: number) => Array.from({ length: count }, (_, n) => new Label(`${n}`));

test('a tab is selected as soon as there is one, in an accordion and a stack none is', () => {
  recordHost();
  expect(new Tab(labels(2)).selectedIndex).toBe(0);
  expect(new Tab().selectedIndex).toBeNull();
  expect(new Tab(labels(2), { selectedIndex: 1 }).selectedIndex).toBe(1);
  expect(new Accordion(labels(2)).selectedIndex).toBeNull();
  expect(new Stack(labels(2), { selectedIndex: 1 }).selectedIndex).toBe(1);
});

test('each child has a title, empty until it is given; those to spare wait', () => {
  const { take } = recordHost();
  const tab = new Tab(labels(2), { titles: ['One'] });
  expect(tab.titles).toEqual(['One', '']);
  const waiting = new Tab({ titles: ['One', 'Two'] });
  take();
  waiting.children = labels(3);
  expect(waiting.titles).toEqual(['One', 'Two', '']);
  expect(take().at(-1)?.data?.state).toMatchObject({
    titles: ['One', 'Two', ''],
    selected_index: 0,
  });
});

test('a selection that the children no longer have is given up, or goes to the last tab', () => {
  recordHost();
  const [tab, accordion] = [Tab, Accordion].map(
    (Class) => new Class(labels(3), { selectedIndex: 2 }),
  );
  for (const box of [tab, accordion]) Object.assign(box ?? {}, { children: labels(2) });
  expect(tab?.selectedIndex).toBe(1);
  expect(accordion?.selectedIndex).toBeNull();
  Object.assign(tab ?? {}, { children: [] });
  expect(tab?.selectedIndex).toBeNull();
});

test.each([-1, 2, 1e6])('an index that no child has is refused: %i', (index) => {
  const { errors, take, update } = recordHost();
  const stack = new Stack(labels(2), { selectedIndex: 0 });
  expect(() => {
    stack.selectedIndex = index;
  }).toThrow(
    `Stack.selectedIndex must be the index of one of its 2 children or null, but was given ${index}.`,
  );
  take();
  update(stack, { selected_index: index });
  expect(stack.selectedIndex).toBe(0);
  expect(errors).toHaveLength(1);
  expect(take()).toMatchObject([{ data: { method: 'update', state: { selected_index: 0 } } }]);
});

test('a page opens and closes the bars of an accordion', () => {
  const { update } = recordHost();
  const accordion = new Accordion(labels(2));
  const seen: (number | null)[] = [];
  accordion.observe('selectedIndex', ({ new: index }) => seen.push(index));
  update(accordion, { selected_index: 1 });
  update(accordion, { selected_index: null });
  expect(seen).toEqual([1, null]);
});
