import type { WidgetManagerState } from '../../../protocol/widget-state.js';
import type { Markup } from '../markup.js';
import type { RenderTex } from '../render-context.js';
import { applyAppearance } from './appearance.js';
import { paintButton, paintFileUpload, paintPlay, paintToggleButton } from './buttons.js';
import {
  paintCheckbox,
  paintDropdown,
  paintRadioButtons,
  paintSelect,
  paintToggleButtons,
  paintValid,
} from './choices.js';
import {
  paintAccordion,
  paintBox,
  paintGridBox,
  paintHBox,
  paintStack,
  paintTab,
  paintVBox,
} from './containers.js';
import { paintImage } from './media.js';
import {
  paintFloatLogSlider,
  paintFloatSlider,
  paintIntSlider,
  paintProgress,
  paintSelectionSlider,
} from './numbers.js';
import { type Painted, paint, paintedMarkup } from './painted.js';
import type { Painter, PaintWidget } from './parts.js';
import {
  paintColorPicker,
  paintDatePicker,
  paintDatetimePicker,
  paintTimePicker,
} from './pickers.js';
import {
  paintHtml,
  paintHtmlMath,
  paintLabel,
  paintNumberInput,
  paintPassword,
  paintText,
  paintTextarea,
} from './texts.js';
import { type PaintedModel, WidgetTree } from './widget-tree.js';

const PAINTERS: Readonly<Record<string, PaintWidget>> = {
  AccordionModel: paintAccordion,
  BoundedFloatTextModel: paintNumberInput,
  BoundedIntTextModel: paintNumberInput,
  BoxModel: paintBox,
  ButtonModel: paintButton,
  CheckboxModel: paintCheckbox,
  ColorPickerModel: paintColorPicker,
  ComboboxModel: paintText,
  DatePickerModel: paintDatePicker,
  DatetimeModel: paintDatetimePicker,
  DropdownModel: paintDropdown,
  FileUploadModel: paintFileUpload,
  FloatLogSliderModel: paintFloatLogSlider,
  FloatProgressModel: paintProgress,
  FloatRangeSliderModel: paintFloatSlider,
  FloatSliderModel: paintFloatSlider,
  FloatTextModel: paintNumberInput,
  GridBoxModel: paintGridBox,
  HBoxModel: paintHBox,
  HTMLMathModel: paintHtmlMath,
  HTMLModel: paintHtml,
  ImageModel: paintImage,
  IntProgressModel: paintProgress,
  IntRangeSliderModel: paintIntSlider,
  IntSliderModel: paintIntSlider,
  IntTextModel: paintNumberInput,
  LabelModel: paintLabel,
  NaiveDatetimeModel: paintDatetimePicker,
  PasswordModel: paintPassword,
  PlayModel: paintPlay,
  RadioButtonsModel: paintRadioButtons,
  SelectModel: paintSelect,
  SelectMultipleModel: paintSelect,
  SelectionRangeSliderModel: paintSelectionSlider,
  SelectionSliderModel: paintSelectionSlider,
  StackModel: paintStack,
  TabModel: paintTab,
  TextModel: paintText,
  TextareaModel: paintTextarea,
  TimeModel: paintTimePicker,
  ToggleButtonModel: paintToggleButton,
  ToggleButtonsModel: paintToggleButtons,
  VBoxModel: paintVBox,
  ValidModel: paintValid,
};

/** Boxes in boxes deeper than this are a mistake, such as a box that contains itself. */
const MAX_DEPTH = 64;
/** Widgets of one page that are painted, a shared one each time: boxes that hold one box twice double with each level. */
const MAX_PAINTED = 5000;

/**
 * Paints widgets as their live views will look, of the same size. What it does not know of keeps the place of one line.
 */
export function createWidgetPainter(
  state: WidgetManagerState,
  renderTex: RenderTex | undefined,
): (id: string) => Markup | undefined {
  const widgets = new WidgetTree(state);
  let painted = 0;

  function paintModel(model: PaintedModel, depth: number): Painted {
    painted += 1;
    const painter: Painter = { renderTex, paintChild: (child) => paintModel(child, depth + 1) };
    const isPainted =
      depth < MAX_DEPTH && painted <= MAX_PAINTED && model.module === '@jupyter-widgets/controls';
    const paintWidget = isPainted ? PAINTERS[model.name] : undefined;
    return applyAppearance(paintWidget?.(model, painter) ?? paintPlaceholder(model), model);
  }

  return (id) => {
    const model = widgets.get(id);
    return model && paintedMarkup(paintModel(model, 0));
  };
}

/** A widget that nobody paints keeps the place of one line, with its words if it has any. */
function paintPlaceholder(model: PaintedModel): Painted {
  return paint('div', { classes: ['jupyter-widgets', 'eccola-placeholder'] }, [
    model.text('description'),
  ]);
}
