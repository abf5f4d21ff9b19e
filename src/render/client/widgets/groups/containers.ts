export * from '@jupyter-widgets/controls/lib/widget_selectioncontainer';
