// For the tab widget, which alone needs a tab bar and the dragging that comes with it.

export { TabBar } from '@lumino/widgets/src/tabbar.ts';
export * from './lumino-widgets.js';
