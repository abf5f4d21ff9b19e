import { toFigures } from './figures.mjs';

const PEERS = ['voila', 'voila-preheated', 'gradio', 'solara'];

/** What eccola promises beside the others, each with the value that it got. */
const DEMANDS = [
  ratio('first contentful paint, of plain Voilà’s', 'paint', 'voila', 1 / 5),
  ratio('first contentful paint, of preheated Voilà’s', 'paint', 'voila-preheated', 1 / 2),
  ratio('control usable, of plain Voilà’s', 'usable', 'voila', 1 / 8),
  ratio('control usable, of preheated Voilà’s', 'usable', 'voila-preheated', 1 / 6),
  ratio('control usable, of Gradio’s', 'usable', 'gradio', 1 / 2),
  limit('visits whose first photo got no label, or a wrong one', 0, ({ firstRight }) =>
    failed(firstRight),
  ),
  ratio('bytes of a first visit, of Voilà’s', 'bytes', 'voila', 1 / 25),
  ratio('bytes of a first visit, of Gradio’s', 'bytes', 'gradio', 1 / 2),
  limit('requests of a first visit', 10, ({ requests }) => requests),
  limit('requests to other hosts', 0, ({ foreign }) => foreign),
  ratio('slider → echo, of preheated Voilà’s', 'echo', 'voila-preheated', 1 / 2),
  ratio('upload → label, of the fastest peer’s', 'upload', 'fastest', 2 / 3),
  ratio('usable at 1 Mbit/s and 100 ms, of Voilà’s', 'slowUsable', 'voila', 1 / 15),
  ratio('memory of a session, of Voilà’s', 'sessionMemory', 'voila', 1 / 10),
  ratio('server CPU of a visit, of Voilà’s', 'cpu', 'voila', 1 / 8),
  ratio('ten uploads at once, of the fastest peer’s', 'burst', 'fastest', 1),
  limit('seconds until the memory is back', 30, ({ backAfter }) => backAfter),
  limit('layout shift of the load', 0.02, ({ layoutShift }) => layoutShift),
];

/** One line for each promise: what was asked, what was got, and whether that is enough. */
export function renderDemands(results) {
  const figures = Object.fromEntries(results.map((result) => [result.name, toFigures(result)]));
  if (!figures.eccola) return '';
  return DEMANDS.map((demand) => demand(figures)).join('\n');
}

function ratio(what, key, peer, most) {
  return (figures) => {
    const own = figures.eccola[key];
    const theirs = peer === 'fastest' ? fastest(figures, key) : figures[peer]?.[key];
    if (own === undefined || theirs === undefined) return `not measured: ${what}`;
    const share = own / theirs;
    return `${verdict(share <= most)}: ${what}: ${inverse(share)} (at most ${inverse(most)})`;
  };
}

function limit(what, most, pick) {
  return ({ eccola }) => {
    const value = pick(eccola);
    if (value === undefined) return `not measured, or never: ${what}`;
    const shown = Number.isInteger(value) ? value : value.toFixed(3);
    return `${verdict(value <= most)}: ${what}: ${shown} (at most ${most})`;
  };
}

function fastest(figures, key) {
  const known = PEERS.map((peer) => figures[peer]?.[key]).filter((value) => value !== undefined);
  return known.length ? Math.min(...known) : undefined;
}

const failed = (share) => share && share.of - share.met;
const verdict = (met) => (met ? 'met    ' : 'NOT MET');
const inverse = (share) => (share < 1 ? `1/${(1 / share).toFixed(1)}` : share.toFixed(2));
