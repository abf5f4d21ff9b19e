import { median } from './statistics.mjs';

/** The one number of each measure that is shown and compared; undefined where it was not measured. */
export function toFigures(result) {
  const { visits = [], slow = [], echo = [], bursts = [], memory, looks } = result ?? {};
  const of = (list, pick) => median(list.map(pick));
  return {
    paint: of(visits, ({ paint }) => paint),
    usable: of(visits, ({ usable }) => usable),
    firstLabel: of(visits, ({ firstLabel }) => firstLabel),
    firstRight: share(visits, ({ firstIsRight }) => firstIsRight),
    upload: median(visits.flatMap(({ uploads }) => uploads)),
    cpu: of(visits, ({ cpu }) => cpu),
    bytes: of(visits, ({ traffic }) => traffic.bytes),
    websocketBytes: of(visits, ({ traffic }) => traffic.websocketBytes),
    requests: of(visits, ({ traffic }) => traffic.requests),
    foreign: visits.length
      ? Math.max(...visits.map(({ traffic }) => traffic.foreign.length))
      : undefined,
    slowPaint: of(slow, ({ paint }) => paint),
    slowUsable: of(slow, ({ usable }) => usable),
    slowRight: share(slow, ({ firstIsRight }) => firstIsRight),
    echo: median(echo),
    burst: of(bursts, ({ last }) => last),
    burstRight: share(bursts, ({ right }) => right === 10),
    startMemory: memory?.start,
    sessionMemory: memory?.perSession,
    backAfter: memory?.left.backAfterSeconds,
    layoutShift: looks && Math.max(...looks.map(({ layoutShift }) => layoutShift)),
  };
}

function share(list, holds) {
  return list.length ? { met: list.filter(holds).length, of: list.length } : undefined;
}
