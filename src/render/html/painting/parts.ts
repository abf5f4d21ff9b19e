import { unsafeHtml } from '../markup.js';
import { renderTextWithMath } from '../math.js';
import type { RenderTex } from '../render-context.js';
import { type Painted, paint } from './painted.js';
import type { PaintedModel } from './widget-tree.js';

/** What a painter may use beside the model. */
export interface Painter {
  paintChild(model: PaintedModel): Painted;
  renderTex: RenderTex | undefined;
}

export type PaintWidget = (model: PaintedModel, painter: Painter) => Painted;

const STYLES = new Set(['primary', 'success', 'info', 'warning', 'danger']);

/** The class that a trait such as `button_style` stands for, with its prefix. */
export function styleClass(model: PaintedModel, trait: string, prefix: string): string[] {
  const style = model.text(trait);
  return STYLES.has(style) ? [prefix + style] : [];
}

/** The classes of a widget whose description stands at its left, or above it. */
export const INLINE = ['jupyter-widgets', 'widget-inline-hbox'] as const;
export const INLINE_VERTICAL = ['jupyter-widgets', 'widget-inline-vbox'] as const;

/** A widget with its description before what it contains. */
export function described(
  model: PaintedModel,
  classes: readonly string[],
  content: Painted['content'],
): Painted {
  return paint('div', { classes }, [descriptionLabel(model), ...content]);
}

function descriptionLabel(model: PaintedModel): Painted {
  const description = model.text('description');
  return paint(
    'label',
    {
      classes: ['widget-label'],
      style: description === '' ? { display: 'none' } : {},
      attributes: { title: model.text('tooltip') },
    },
    [descriptionText(model)],
  );
}

/** A description as text; with `description_allow_html`, its words without the markup until the live view sanitizes it. */
export function descriptionText(model: PaintedModel): string {
  const description = model.text('description');
  return model.flag('description_allow_html')
    ? description.replaceAll(/<[^>]*>/g, '')
    : description;
}

export function textWithMath(text: string, renderTex: RenderTex | undefined) {
  return unsafeHtml(renderTextWithMath(text, renderTex));
}

/** The icon of a button, drawn by the page's style sheet. */
export function icon(name: string, classes: readonly string[] = []): Painted[] {
  const names = name.split(/\s+/).filter((part) => part !== '');
  if (names.length === 0) return [];
  return [paint('i', { classes: ['fa', ...names.map((part) => `fa-${part}`), ...classes] })];
}
