export * from '@jupyter-widgets/controls/lib/widget_audio';
export * from '@jupyter-widgets/controls/lib/widget_color';
export * from '@jupyter-widgets/controls/lib/widget_controller';
export { DatePickerModel, DatePickerView } from '@jupyter-widgets/controls/lib/widget_date';
export {
  DatetimeModel,
  DatetimeView,
  NaiveDatetimeModel,
} from '@jupyter-widgets/controls/lib/widget_datetime';
export * from '@jupyter-widgets/controls/lib/widget_link';
export * from '@jupyter-widgets/controls/lib/widget_tagsinput';
export { TimeModel, TimeView } from '@jupyter-widgets/controls/lib/widget_time';
export * from '@jupyter-widgets/controls/lib/widget_video';
