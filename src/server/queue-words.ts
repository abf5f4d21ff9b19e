const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** What somebody is told who waits. @param position from 1 */
export function queueWords(position: number): string {
  return `You are ${ORDINALS[position - 1] ?? `number ${position}`} in the queue.`;
}
