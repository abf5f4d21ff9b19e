// Which traits the views of a model write: all that a page has to say of it. From the sources of
// @jupyter-widgets/controls, where views call `this.model.set('…')` and Play's model calls `this.set('…')`.

const CHOSEN = ['index'];
const ENTERED = ['value'];
const OPENED = ['selected_index'];

/** Model → the traits that its views write, by wire name. Views of a model that is not here only show it. */
export const WRITTEN = {
  AccordionModel: OPENED,
  BoundedFloatTextModel: ENTERED,
  BoundedIntTextModel: ENTERED,
  CheckboxModel: ENTERED,
  ColorPickerModel: ENTERED,
  ColorsInputModel: ENTERED,
  ComboboxModel: ENTERED,
  DatePickerModel: ENTERED,
  DatetimeModel: ENTERED,
  DropdownModel: CHOSEN,
  FileUploadModel: [...ENTERED, 'error'],
  FloatLogSliderModel: ENTERED,
  FloatRangeSliderModel: ENTERED,
  FloatSliderModel: ENTERED,
  FloatTextModel: ENTERED,
  FloatsInputModel: ENTERED,
  IntRangeSliderModel: ENTERED,
  IntSliderModel: ENTERED,
  IntTextModel: ENTERED,
  IntsInputModel: ENTERED,
  NaiveDatetimeModel: ENTERED,
  PasswordModel: ENTERED,
  PlayModel: [...ENTERED, 'playing', 'repeat'],
  RadioButtonsModel: CHOSEN,
  SelectModel: CHOSEN,
  SelectMultipleModel: CHOSEN,
  SelectionRangeSliderModel: CHOSEN,
  SelectionSliderModel: CHOSEN,
  TabModel: OPENED,
  TagsInputModel: ENTERED,
  TextModel: ENTERED,
  TextareaModel: ENTERED,
  TimeModel: ENTERED,
  ToggleButtonModel: ENTERED,
  ToggleButtonsModel: CHOSEN,
};
