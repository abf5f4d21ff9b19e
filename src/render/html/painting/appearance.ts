import { type Painted, walk } from './painted.js';
import type { PaintedModel } from './widget-tree.js';

const LAYOUT_TRAITS = [
  'align_content align_items align_self border_top border_right border_bottom border_left bottom display flex',
  'flex_flow height justify_content justify_items left margin max_height max_width min_height min_width overflow',
  'order padding right top visibility width object_fit object_position grid_auto_columns grid_auto_flow',
  'grid_auto_rows grid_gap grid_template_rows grid_template_columns grid_template_areas grid_row grid_column grid_area',
]
  .join(' ')
  .split(' ');

/** Where a trait of a style model shows: the class of the elements below the root, or the root itself; and the property. */
type StyleTrait = readonly [className: string | undefined, property: string];

const DESCRIPTION = { description_width: ['widget-label', 'width'] } satisfies Record<
  string,
  StyleTrait
>;
const TEXT = (className?: string): Record<string, StyleTrait> => ({
  background: [className, 'background'],
  font_size: [className, 'font-size'],
  text_color: [className, 'color'],
});
const FONT: Record<string, StyleTrait> = {
  font_family: [undefined, 'font-family'],
  font_style: [undefined, 'font-style'],
  font_variant: [undefined, 'font-variant'],
  font_weight: [undefined, 'font-weight'],
  text_decoration: [undefined, 'text-decoration'],
};
const BUTTON: Record<string, StyleTrait> = {
  ...FONT,
  button_color: [undefined, 'background-color'],
  font_size: [undefined, 'font-size'],
  text_color: [undefined, 'color'],
};

const STYLE_TRAITS: Readonly<Record<string, Readonly<Record<string, StyleTrait>>>> = {
  ButtonStyleModel: BUTTON,
  ToggleButtonStyleModel: BUTTON,
  DescriptionStyleModel: DESCRIPTION,
  CheckboxStyleModel: { ...DESCRIPTION, background: [undefined, 'background-color'] },
  SliderStyleModel: { ...DESCRIPTION, handle_color: ['noUi-handle', 'background-color'] },
  ProgressStyleModel: { ...DESCRIPTION, bar_color: ['progress-bar', 'background-color'] },
  TextStyleModel: { ...DESCRIPTION, ...TEXT('widget-input') },
  HTMLStyleModel: { ...DESCRIPTION, ...TEXT() },
  HTMLMathStyleModel: { ...DESCRIPTION, ...TEXT() },
  LabelStyleModel: { ...DESCRIPTION, ...TEXT(), ...FONT },
  ToggleButtonsStyleModel: {
    ...DESCRIPTION,
    button_width: ['widget-toggle-button', 'width'],
    font_weight: ['widget-toggle-button', 'font-weight'],
  },
};

/** Puts on a painted widget what its layout and style models, and its own classes, say. */
export function applyAppearance(root: Painted, model: PaintedModel): Painted {
  if (!root.classes.includes('lm-Widget')) root.classes.unshift('lm-Widget');
  root.classes.push(...model.texts('_dom_classes'));
  const layout = model.model('layout');
  for (const trait of LAYOUT_TRAITS)
    setStyle(root, trait.replaceAll('_', '-'), layout?.text(trait));
  const style = model.model('style');
  const traits = Object.entries(STYLE_TRAITS[style?.name ?? ''] ?? {});
  for (const [trait, [className, property]] of traits) {
    const value = style?.text(trait);
    walk(root, (element) => {
      const applies =
        className === undefined ? element === root : element.classes.includes(className);
      if (applies && (className === undefined || element !== root))
        setStyle(element, property, value);
    });
  }
  return root;
}

function setStyle(element: Painted, property: string, value: string | undefined): void {
  if (value !== undefined && value !== '') element.style[property] = value;
}
