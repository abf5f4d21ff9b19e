import { type Painted, paint } from './painted.js';
import { icon, type Painter, type PaintWidget, styleClass } from './parts.js';
import type { PaintedModel } from './widget-tree.js';

export const paintBox: PaintWidget = (model, painter) => box(model, painter, ['widget-box']);
export const paintHBox: PaintWidget = (model, painter) =>
  box(model, painter, ['widget-box', 'widget-hbox']);
export const paintVBox: PaintWidget = (model, painter) =>
  box(model, painter, ['widget-box', 'widget-vbox']);
/** The one child that is selected. */
export const paintStack: PaintWidget = (model, painter) => {
  const selected = model.models('children')[model.number('selected_index', -1)];
  return paint(
    'div',
    { classes: ['lm-Widget', 'lm-Panel', 'jupyter-widgets', 'widget-container', 'widget-box'] },
    selected ? [painter.paintChild(selected)] : [],
  );
};

export const paintGridBox: PaintWidget = (model, painter) =>
  box(model, painter, ['widget-gridbox']);

function box(model: PaintedModel, { paintChild }: Painter, classes: readonly string[]): Painted {
  const style = styleClass(model, 'box_style', 'alert-');
  return paint(
    'div',
    {
      classes: [
        'lm-Widget',
        'lm-Panel',
        'jupyter-widgets',
        'widget-container',
        ...classes,
        ...(style.length > 0 ? ['alert', ...style] : []),
      ],
    },
    model.models('children').map(paintChild),
  );
}

export const paintAccordion: PaintWidget = (model, { paintChild }) => {
  const titles = model.texts('titles');
  const selected = model.value('selected_index');
  const sections = model.models('children').map((child, index) => {
    const open = index === selected;
    const header = paint('div', { classes: ['lm-Widget', 'jupyter-widget-Collapse-header'] }, [
      ...icon(open ? 'caret-down' : 'caret-right', ['fa-fw']),
      paint('span', {}, [titles[index] ?? '']),
    ]);
    const contents = paint(
      'div',
      {
        classes: [
          'lm-Widget',
          'lm-Panel',
          'jupyter-widget-Collapse-contents',
          ...(open ? [] : ['lm-mod-hidden']),
        ],
      },
      [paintChild(child)],
    );
    return paint(
      'div',
      {
        classes: [
          'lm-Widget',
          'jupyter-widget-Collapse',
          'jupyter-widget-Accordion-child',
          ...(open
            ? ['jupyter-widget-Collapse-open', 'jupyter-widget-Accordion-child-active']
            : []),
        ],
      },
      [header, contents],
    );
  });
  return paint(
    'div',
    {
      classes: [
        'lm-Widget',
        'lm-Panel',
        'jupyter-widget-Accordion',
        'jupyter-widgets',
        'widget-accordion',
        'widget-container',
      ],
    },
    sections,
  );
};

export const paintTab: PaintWidget = (model, { paintChild }) => {
  const titles = model.texts('titles');
  const children = model.models('children');
  const selected = model.value('selected_index');
  const tabs = children.map((_, index) =>
    paint(
      'li',
      {
        classes: ['lm-TabBar-tab', ...(index === selected ? ['lm-mod-current'] : [])],
        attributes: { role: 'tab', 'aria-selected': String(index === selected) },
      },
      [
        paint('div', { classes: ['lm-TabBar-tabIcon'] }),
        paint('div', { classes: ['lm-TabBar-tabLabel'] }, [titles[index] ?? '']),
      ],
    ),
  );
  const bar = paint(
    'div',
    {
      classes: ['lm-Widget', 'lm-TabBar', 'jupyter-widget-TabPanel-tabBar', 'widget-tab-bar'],
      attributes: { 'data-orientation': 'horizontal' },
    },
    [
      paint('ul', { classes: ['lm-TabBar-content'], attributes: { role: 'tablist' } }, tabs),
      paint('div', { classes: ['lm-TabBar-addButton', 'lm-mod-hidden'] }),
    ],
  );
  const contents = paint(
    'div',
    {
      classes: [
        'lm-Widget',
        'lm-Panel',
        'jupyter-widget-TabPanel-tabContents',
        'widget-tab-contents',
      ],
    },
    children.map((child, index) => {
      const painted = paintChild(child);
      if (index !== selected) painted.classes.push('lm-mod-hidden');
      return painted;
    }),
  );
  return paint(
    'div',
    {
      classes: [
        'lm-Widget',
        'jupyter-widget-TabPanel',
        'jupyter-widgets',
        'widget-container',
        'jupyter-widget-tab',
        'widget-tab',
      ],
    },
    [bar, contents],
  );
};
