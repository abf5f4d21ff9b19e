import { isPlain } from './equal.js';
import { liveWidgets } from './host.js';
import type { TraitType } from './model.js';
import { Widget } from './widget.js';

const PREFIX = 'IPY_MODEL_';

/** Widgets that were made for the widgets that refer to them, with how many do. Closed with the last of these. */
const owners = new WeakMap<Widget, number>();

/** A widget that another one refers to. A plain object stands for a new one with these traits. */
export function reference<T extends Widget>(
  widgetClass: new (options?: object) => T,
): TraitType<T | null> {
  const asMember = (value: unknown) => (value instanceof widgetClass ? value : undefined);
  return {
    expects: `a ${widgetClass.name} or an object of its traits`,
    parse: (value) => (isPlain(value) ? owned(new widgetClass(value)) : asMember(value)),
    read: (wire) => (wire === null ? null : asMember(findWidget(wire))),
    write: (widget) => (widget && !widget.closed ? toReference(widget) : null),
    hold: (widget) => widget && count(widget, 1),
    release: (widget) => widget && count(widget, -1),
  };
}

/** The widgets that a box shows. Those that are closed are kept here, and left out on the wire. */
export const references: TraitType<readonly Widget[]> = {
  expects: 'an array of widgets',
  parse: (value) => freezeWidgets(value, (item) => item),
  read: (wire) => freezeWidgets(wire, findWidget),
  write: (widgets) => widgets.filter((widget) => !widget.closed).map(toReference),
};

function freezeWidgets(value: unknown, find: (item: unknown) => unknown) {
  if (!Array.isArray(value)) return undefined;
  const widgets = value.map((item: unknown) => find(item));
  return widgets.every((item) => item instanceof Widget) ? Object.freeze(widgets) : undefined;
}

function toReference(widget: Widget): string {
  return PREFIX + widget.modelId;
}

function findWidget(wire: unknown): Widget | undefined {
  if (typeof wire !== 'string' || !wire.startsWith(PREFIX)) return undefined;
  return liveWidgets().get(wire.slice(PREFIX.length));
}

function owned<T extends Widget>(widget: T): T {
  owners.set(widget, 0);
  return widget;
}

function count(widget: Widget, step: 1 | -1): void {
  const owning = owners.get(widget);
  if (owning === undefined) return;
  owners.set(widget, owning + step);
  if (owning + step === 0) widget.close();
}
