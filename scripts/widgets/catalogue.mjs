// What the schema does not say about the widgets: which file a class goes to, what it is for, and where its traits
// have more precise types than the schema's. A model that is not listed here is not generated.

/** Traits that the hand-written base classes have. */
const WIDGET = [];
const DOM_WIDGET = ['_dom_classes', 'layout', 'tabbable', 'tooltip'];
const DESCRIPTION_WIDGET = [...DOM_WIDGET, 'description', 'description_allow_html'];

/** Base class → the file that has it, and the traits that its subclasses inherit. */
export const BASES = {
  Widget: { file: 'widget', inherits: WIDGET },
  DOMWidget: { file: 'dom-widget', inherits: DOM_WIDGET },
  DescriptionWidget: { file: 'description-widget', inherits: DESCRIPTION_WIDGET },
  Clickable: { file: 'clickable', inherits: DOM_WIDGET },
  Submittable: { file: 'submittable', inherits: DESCRIPTION_WIDGET },
  BoundedNumber: { file: 'bounded', inherits: DESCRIPTION_WIDGET },
  BoundedPower: { file: 'bounded', inherits: DESCRIPTION_WIDGET },
  BoundedRange: { file: 'bounded', inherits: DESCRIPTION_WIDGET },
  BoundedMoment: { file: 'bounded', inherits: DESCRIPTION_WIDGET },
  EnsuredText: { file: 'ensured-text', inherits: DESCRIPTION_WIDGET },
  Secret: { file: 'secret', inherits: DESCRIPTION_WIDGET },
  Tagged: { file: 'tagged', inherits: DESCRIPTION_WIDGET },
  SingleSelection: { file: 'selection', inherits: DESCRIPTION_WIDGET },
  RequiredSelection: { file: 'selection', inherits: DESCRIPTION_WIDGET },
  MultipleSelection: { file: 'selection', inherits: DESCRIPTION_WIDGET },
  RangeSelection: { file: 'selection', inherits: DESCRIPTION_WIDGET },
  Paged: { file: 'paged', inherits: DOM_WIDGET },
  Tabbed: { file: 'paged', inherits: DOM_WIDGET },
};

const numbers = { ts: 'readonly number[]' };
const strings = { code: "list(string, 'an array of strings')", ts: 'readonly string[]' };
const date = { code: 'nullable(date)', ts: 'string | null', from: 'date-types' };
const datetime = { code: 'nullable(datetime)', ts: 'Date | null', from: 'date-types' };
const naive = { code: 'nullable(naiveDatetime)', ts: 'string | null', from: 'date-types' };
const time = { code: 'nullable(time)', ts: 'string | null', from: 'date-types' };

const limits = (type, what) => ({
  value: { ...type, help: `What the visitor has chosen, as ${what}; null is nothing.` },
  min: { ...type, help: 'The earliest that can be chosen; null sets no limit.' },
  max: { ...type, help: 'The latest that can be chosen; null sets no limit.' },
});

const range = (item) => ({
  value: {
    code: `pair(${item})`,
    ts: 'readonly [number, number]',
    initial: 'Object.freeze([25, 75])',
    help: 'The lower and the upper value. Where none are given, the middle half of what lies between `min` and `max`.',
  },
});

const tags = (item, word) => ({
  value: { code: item.code, ts: item.ts, help: `The ${word} that were entered.` },
  allowedTags: {
    code: item.code,
    ts: item.ts,
    help: `The ${word} that may be entered; empty if any may.`,
  },
  allowDuplicates: { help: 'Whether one may be entered twice.' },
  placeholder: { help: 'What the empty field says.' },
  format: { help: 'How numbers are written, in the notation of d3-format.' },
  min: { help: 'The smallest number that may be entered.' },
  max: { help: 'The largest number that may be entered.' },
});

/** Selections: their classes are of the type of the values that are chosen from. */
const single = { base: 'SingleSelection', choices: 'optional' };
const required = { choices: 'required' };

/** The first argument of the constructor, for widgets that are mostly made of one trait. */
const text = { first: 'value' };
const box = { first: 'children' };

/** File → model → `doc`, and where they differ from what the schema gives: `as`, `base`, `first`, `traits`. */
export const CATALOGUE = {
  layout: {
    LayoutModel: { doc: 'The size and place of a widget on the page, as CSS.', base: 'Widget' },
  },
  styles: {
    ButtonStyleModel: { doc: 'The colours and the font of a button.' },
    CheckboxStyleModel: { doc: 'The look of a checkbox.' },
    DescriptionStyleModel: { doc: 'The look of the words beside a widget.' },
    HTMLMathStyleModel: { doc: 'The look of HTML with formulas.' },
    HTMLStyleModel: { doc: 'The look of HTML.' },
    LabelStyleModel: { doc: 'The colours and the font of a label.' },
    ProgressStyleModel: { doc: 'The colour of a progress bar.' },
    SliderStyleModel: { doc: 'The colour of a slider.' },
    TextStyleModel: { doc: 'The look of a text field.' },
    ToggleButtonStyleModel: { doc: 'The font of a toggle button.' },
    ToggleButtonsStyleModel: { doc: 'The width and the font of toggle buttons.' },
  },
  sliders: {
    IntSliderModel: { doc: 'A slider for a whole number.', base: 'BoundedNumber' },
    FloatSliderModel: { doc: 'A slider for a number.', base: 'BoundedNumber' },
    FloatLogSliderModel: {
      doc: 'A slider for a number, whose steps grow with it: `min` and `max` are exponents of `base`.',
      base: 'BoundedPower',
    },
    IntRangeSliderModel: {
      doc: 'A slider for two whole numbers, the lower and the upper end of a range.',
      base: 'BoundedRange',
      traits: range('int'),
    },
    FloatRangeSliderModel: {
      doc: 'A slider for two numbers, the lower and the upper end of a range.',
      base: 'BoundedRange',
      traits: range('float'),
    },
  },
  numbers: {
    IntTextModel: { doc: 'A field for a whole number.', ...text },
    FloatTextModel: { doc: 'A field for a number.', ...text },
    BoundedIntTextModel: {
      doc: 'A field for a whole number between `min` and `max`.',
      base: 'BoundedNumber',
    },
    BoundedFloatTextModel: {
      doc: 'A field for a number between `min` and `max`.',
      base: 'BoundedNumber',
    },
    IntProgressModel: { doc: 'A bar that shows how far along a count is.', base: 'BoundedNumber' },
    FloatProgressModel: {
      doc: 'A bar that shows how far along something is.',
      base: 'BoundedNumber',
    },
    PlayModel: {
      doc: 'Buttons that count `value` up by themselves, for an animation.',
      base: 'BoundedNumber',
    },
  },
  text: {
    LabelModel: { doc: 'A line of text, with formulas of TeX between dollar signs.', ...text },
    HTMLModel: {
      doc: 'A piece of HTML. The page takes it as it is: escape what a visitor wrote.',
      ...text,
    },
    HTMLMathModel: {
      doc: 'A piece of HTML with formulas in it. The page takes it as it is: escape what a visitor wrote.',
      ...text,
    },
    TextModel: { doc: 'A field for one line of text.', base: 'Submittable', ...text },
    TextareaModel: { doc: 'A field for several lines of text.', ...text },
    PasswordModel: { doc: 'A field for text that is not shown.', base: 'Secret', ...text },
    ComboboxModel: { doc: 'A text field that proposes what to write.', base: 'EnsuredText' },
  },
  buttons: {
    ButtonModel: { doc: 'A button. `onClick` takes what it does.', base: 'Clickable' },
    ToggleButtonModel: { doc: 'A button that stays down until it is clicked again.' },
    CheckboxModel: { doc: 'A box to be ticked.' },
    ValidModel: { doc: 'A sign that something is right or wrong.' },
    FileUploadModel: {
      doc: 'A button by which a visitor hands over files.',
      traits: {
        value: {
          code: 'uploadedFiles',
          ts: 'readonly UploadedFile[]',
          from: 'uploaded-file',
          typeFrom: 'uploaded-file',
          help: 'The files that were chosen last. Set it to `[]` to forget them.',
        },
        description: { initial: "'Upload'" },
      },
    },
  },
  media: {
    ImageModel: { doc: 'A picture, given as the bytes of its file.' },
    AudioModel: { doc: 'A player for sound, given as the bytes of its file.' },
    VideoModel: { doc: 'A player for a film, given as the bytes of its file.' },
  },
  boxes: {
    BoxModel: { doc: 'A box of widgets, laid out as its `layout` says.', ...box },
    HBoxModel: { doc: 'Widgets side by side.', ...box },
    VBoxModel: { doc: 'Widgets one below the other.', ...box },
    GridBoxModel: { doc: 'Widgets in a grid, whose columns and rows its `layout` gives.', ...box },
    AccordionModel: {
      doc: 'Pages under bars, of which one is open at most.',
      base: 'Paged',
      ...box,
    },
    TabModel: { doc: 'Pages under tabs, of which one is in front.', base: 'Tabbed', ...box },
    StackModel: { doc: 'Pages of which only the selected one is seen.', base: 'Paged', ...box },
  },
  selections: {
    DropdownModel: { doc: 'A list that opens, for one choice.', ...single },
    RadioButtonsModel: { doc: 'Buttons side by side or in a column, for one choice.', ...single },
    SelectModel: { doc: 'A list that is always open, for one choice.', ...single },
    SelectMultipleModel: {
      doc: 'A list that is always open, for any number of choices.',
      base: 'MultipleSelection',
      choices: 'optional',
      traits: {
        index: {
          code: "list(int, 'an array of indices')",
          ts: 'readonly number[]',
          help: 'The indices of the options that are chosen.',
        },
      },
    },
    ToggleButtonsModel: { doc: 'Buttons of which one is down, for one choice.', ...single },
    SelectionSliderModel: {
      doc: 'A slider for one choice of several.',
      base: 'RequiredSelection',
      ...required,
    },
    SelectionRangeSliderModel: {
      doc: 'A slider for a first and a last of several choices.',
      base: 'RangeSelection',
      ...required,
      traits: {
        index: {
          code: 'pair(int)',
          ts: 'readonly [first: number, last: number]',
          help: 'The indices of the first and the last option of the range.',
        },
      },
    },
  },
  pickers: {
    ColorPickerModel: { doc: 'A field for a colour, as CSS writes it.' },
    DatePickerModel: {
      doc: 'A field for a day in the calendar.',
      base: 'BoundedMoment',
      traits: limits(date, '`YYYY-MM-DD`'),
    },
    DatetimeModel: {
      as: 'DatetimePicker',
      doc: 'A field for a moment, in the time zone of whoever looks at it.',
      base: 'BoundedMoment',
      traits: limits(datetime, 'a `Date`'),
    },
    NaiveDatetimeModel: {
      as: 'NaiveDatetimePicker',
      doc: 'A field for a date and a time of day, in no time zone.',
      base: 'BoundedMoment',
      traits: limits(naive, '`YYYY-MM-DDTHH:MM`'),
    },
    TimeModel: {
      as: 'TimePicker',
      doc: 'A field for a time of day.',
      base: 'BoundedMoment',
      traits: limits(time, '`HH:MM`, with seconds if there are any'),
    },
  },
  tags: {
    TagsInputModel: {
      doc: 'A field for any number of words.',
      base: 'Tagged',
      traits: tags(strings, 'words'),
    },
    ColorsInputModel: {
      doc: 'A field for any number of colours, as CSS writes them.',
      base: 'Tagged',
      traits: tags(strings, 'colours'),
    },
    FloatsInputModel: {
      doc: 'A field for any number of numbers.',
      base: 'Tagged',
      traits: tags({ ...numbers, code: "list(float, 'an array of numbers')" }, 'numbers'),
    },
    IntsInputModel: {
      doc: 'A field for any number of whole numbers.',
      base: 'Tagged',
      traits: tags({ ...numbers, code: "list(int, 'an array of whole numbers')" }, 'numbers'),
    },
  },
};
