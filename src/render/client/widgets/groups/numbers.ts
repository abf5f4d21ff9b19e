import * as floats from '@jupyter-widgets/controls/lib/widget_float';
import * as ints from '@jupyter-widgets/controls/lib/widget_int';
import { drawnWithAnswer } from '../drawn-with-answer.js';

export * from '@jupyter-widgets/controls/lib/widget_float';
export * from '@jupyter-widgets/controls/lib/widget_int';
export const IntSliderView = drawnWithAnswer(ints.IntSliderView);
export const IntRangeSliderView = drawnWithAnswer(ints.IntRangeSliderView);
export const FloatSliderView = drawnWithAnswer(floats.FloatSliderView);
export const FloatRangeSliderView = drawnWithAnswer(floats.FloatRangeSliderView);
export const FloatLogSliderView = drawnWithAnswer(floats.FloatLogSliderView);
