export * from '@jupyter-widgets/controls/lib/widget_float';
export * from '@jupyter-widgets/controls/lib/widget_int';
