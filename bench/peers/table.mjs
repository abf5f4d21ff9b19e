import { toFigures } from './figures.mjs';

const ms = (value) => (value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${fixed(value)} ms`);
const kB = (value) => `${fixed(value / 1000)} kB`;
const mib = (value) => `${value.toFixed(1)} MiB`;
const fixed = (value) => value.toFixed(value < 100 ? 1 : 0);
const count = (value) => `${value}`;
const of = ({ met, of: total }) => `${met} of ${total}`;

const ROWS = [
  ['first contentful paint', 'paint', ms],
  ['control usable', 'usable', ms],
  ['label of a photo uploaded at that moment', 'firstLabel', ms],
  ['… and it is right', 'firstRight', of],
  ['upload → label, later photos', 'upload', ms],
  ['slider → echo', 'echo', ms],
  ['first visit: bytes over HTTP', 'bytes', kB],
  ['… over websockets, the photo included', 'websocketBytes', kB],
  ['… requests', 'requests', count],
  ['… requests to other hosts', 'foreign', count],
  ['1 Mbit/s, 100 ms: first contentful paint', 'slowPaint', ms],
  ['1 Mbit/s, 100 ms: control usable', 'slowUsable', ms],
  ['… photo uploaded at that moment has its label', 'slowRight', of],
  ['server CPU of a visit', 'cpu', ms],
  ['memory of the server, no visitor yet (PSS)', 'startMemory', mib],
  ['memory of an open session (PSS)', 'sessionMemory', mib],
  ['ten uploads at once → last label', 'burst', ms],
  ['… every label right', 'burstRight', of],
  ['layout shift of the load', 'layoutShift', (value) => value.toFixed(3)],
];

/** The figures of all entries side by side, in Markdown. */
export function renderTable(results) {
  const columns = results.map((result) => ({ result, figures: toFigures(result) }));
  const cell = (value, format) => (value === undefined ? '–' : format(value));
  return [
    line(['', ...results.map(({ title, version }) => `${title} ${version}`)]),
    line(['---', ...results.map(() => '---:')]),
    ...ROWS.map(([name, key, format]) =>
      line([name, ...columns.map(({ figures }) => cell(figures[key], format))]),
    ),
    line(['memory back, within 5 %', ...results.map(({ memory }) => toRelease(memory))]),
    line(['readable with scripts off', ...results.map(({ looks }) => toReadable(looks))]),
  ].join('\n');
}

function toRelease(memory) {
  if (!memory) return '–';
  const { visitors, left, start } = memory;
  const after =
    left.backAfterSeconds === undefined
      ? `not in a minute (${mib(left.curve.at(-1).mib - start)} more)`
      : `after ${left.backAfterSeconds.toFixed(0)} s`;
  return `${after}, ${visitors} visitors`;
}

function toReadable(looks) {
  if (!looks) return '–';
  const read = looks.map(({ readable }) => readable.replace(/\s+/g, ' ').slice(0, 40) || 'nothing');
  return read.map((text) => `“${text}”`).join(', ');
}

const line = (cells) => `| ${cells.map((text) => `${text}`.replaceAll('|', '\\|')).join(' | ')} |`;
