import { html, type Markup } from '../markup.js';
import type { RenderContext } from '../render-context.js';
import { applyAppearance } from './appearance.js';
import { paintButton, paintFileUpload, paintToggleButton } from './buttons.js';
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
  paintTab,
  paintVBox,
} from './containers.js';
import { paintImage } from './media.js';
import { paintFloatLogSlider, paintFloatSlider, paintIntSlider, paintProgress } from './numbers.js';
import { type Painted, paint, paintedMarkup } from './painted.js';
import type { Painter, PaintWidget } from './parts.js';
import {
  paintHtml,
  paintHtmlMath,
  paintLabel,
  paintNumberInput,
  paintPassword,
  paintText,
  paintTextarea,
} from './texts.js';
import type { PaintedModel } from './widget-tree.js';

const PAINTERS: Readonly<Record<string, PaintWidget>> = {
  AccordionModel: paintAccordion,
  BoundedFloatTextModel: paintNumberInput,
  BoundedIntTextModel: paintNumberInput,
  BoxModel: paintBox,
  ButtonModel: paintButton,
  CheckboxModel: paintCheckbox,
  ComboboxModel: paintText,
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
  PasswordModel: paintPassword,
  RadioButtonsModel: paintRadioButtons,
  SelectModel: paintSelect,
  SelectMultipleModel: paintSelect,
  TabModel: paintTab,
  TextModel: paintText,
  TextareaModel: paintTextarea,
  ToggleButtonModel: paintToggleButton,
  ToggleButtonsModel: paintToggleButtons,
  VBoxModel: paintVBox,
  ValidModel: paintValid,
};

/** Boxes in boxes deeper than this are a mistake, such as a box that contains itself. */
const MAX_DEPTH = 64;

/**
 * A widget as its live view will look, of the same size, not yet to be used: `inert` until the page's script has put
 * the live view in its place. `data-model-id` is where that finds it.
 */
export function renderWidgetView(data: unknown, { widgets, renderTex }: RenderContext): Markup {
  const id = modelId(data);
  const model = id === undefined ? undefined : widgets.get(id);
  const painted = model && paintedMarkup(paintModel(model, renderTex, 0));
  return html`<div class="eccola-widget" data-model-id="${id ?? ''}" inert>${painted}</div>`;
}

function paintModel(model: PaintedModel, renderTex: Painter['renderTex'], depth: number): Painted {
  const painter: Painter = {
    renderTex,
    paintChild: (child) => paintModel(child, renderTex, depth + 1),
  };
  const paintWidget =
    depth < MAX_DEPTH && model.module === '@jupyter-widgets/controls'
      ? PAINTERS[model.name]
      : undefined;
  return applyAppearance(paintWidget?.(model, painter) ?? paintPlaceholder(model), model);
}

/** A widget that nobody paints keeps the place of one line, with its words if it has any. */
function paintPlaceholder(model: PaintedModel): Painted {
  return paint('div', { classes: ['jupyter-widgets', 'eccola-placeholder'] }, [
    model.text('description'),
  ]);
}

function modelId(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('model_id' in data)) return undefined;
  return typeof data.model_id === 'string' ? data.model_id : undefined;
}
