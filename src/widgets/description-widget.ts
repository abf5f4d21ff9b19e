import { DOMWidget } from './dom-widget.js';
import { defineTraits } from './model.js';
import { bool, string } from './trait-types.js';

/** A widget with words beside it that say what it is for. */
export abstract class DescriptionWidget extends DOMWidget {
  /** The words beside it. (wire: `description`, default `""`) */
  declare description: string;
  /** Whether these are HTML; the page cleans it. (wire: `description_allow_html`, default `false`) */
  declare descriptionAllowHtml: boolean;
}

defineTraits(DescriptionWidget, () => ({
  description: [string, ''],
  descriptionAllowHtml: [bool, false],
}));
