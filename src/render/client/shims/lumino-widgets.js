// The classes of @lumino/widgets that most widgets use, without its docks, menus and command palettes.
export { Panel } from '@lumino/widgets/src/panel.ts';
export { PanelLayout } from '@lumino/widgets/src/panellayout.ts';
export { Widget } from '@lumino/widgets/src/widget.ts';
