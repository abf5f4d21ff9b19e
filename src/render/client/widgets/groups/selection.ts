import * as selections from '@jupyter-widgets/controls/lib/widget_selection';
import { drawnWithAnswer } from '../drawn-with-answer.js';

export * from '@jupyter-widgets/controls/lib/widget_selection';
export const SelectionSliderView = drawnWithAnswer(selections.SelectionSliderView);
export const SelectionRangeSliderView = drawnWithAnswer(selections.SelectionRangeSliderView);
