import { expectTypeOf } from 'vitest';
import {
  Accordion,
  Button,
  type Change,
  DatePicker,
  DatetimePicker,
  DOMWidget,
  Dropdown,
  display,
  FileUpload,
  FloatRangeSlider,
  HBox,
  Image,
  IntSlider,
  Label,
  Layout,
  RadioButtons,
  SelectionRangeSlider,
  SelectionSlider,
  SelectMultiple,
  SliderStyle,
  Text,
  type TraitName,
  type UploadedFile,
  VBox,
  type Widget,
} from '../../src/widgets/index.js';

// Traits have the types that the schema gives them.
const slider = new IntSlider({ value: 5, min: 0, max: 10, description: 'n' });
expectTypeOf(slider.value).toEqualTypeOf<number>();
expectTypeOf(slider.orientation).toEqualTypeOf<'horizontal' | 'vertical'>();
expectTypeOf(slider.tooltip).toEqualTypeOf<string | null>();
expectTypeOf(slider.layout).toEqualTypeOf<Layout>();
expectTypeOf(slider.style).toEqualTypeOf<SliderStyle>();
expectTypeOf(new FloatRangeSlider().value).toEqualTypeOf<readonly [number, number]>();
expectTypeOf(new Image().value).toEqualTypeOf<Uint8Array>();
expectTypeOf(new FileUpload().value).toEqualTypeOf<readonly UploadedFile[]>();
expectTypeOf(new DatePicker().value).toEqualTypeOf<string | null>();
expectTypeOf(new DatetimePicker().value).toEqualTypeOf<Date | null>();
expectTypeOf(new Accordion().selectedIndex).toEqualTypeOf<number | null>();
// @ts-expect-error - a number is wanted
slider.value = '5';
// @ts-expect-error - not one of the choices
slider.orientation = 'askew';
// @ts-expect-error - a description is never null
slider.description = null;
// @ts-expect-error - the comm's id is given by the kernel
slider.modelId = 'c1';
// @ts-expect-error - no such trait
slider.vlaue = 5;

// Constructors take options, and some widgets the trait that they are mostly made of.
new Label('Hello', { tooltip: 'a word' });
new VBox([slider, new Label('x')], { boxStyle: 'info' });
new VBox({ children: [new HBox([slider])], layout: { maxWidth: '5em' } });
new Button({ layout: new Layout({ width: '5em' }), style: { buttonColor: 'teal' } });
// @ts-expect-error - no such option
new IntSlider({ vlaue: 5 });
// @ts-expect-error - a number is wanted
new IntSlider({ value: '5' });
// @ts-expect-error - no such trait of a layout
new Button({ layout: { maxWitdh: '5em' } });
// @ts-expect-error - the style of another widget
new Button({ style: { handleColor: 'teal' } });
// @ts-expect-error - methods are no options
new Button({ onClick: () => {} });
// @ts-expect-error - a box holds widgets
new VBox(['Hello']);
// @ts-expect-error - a label has one text
new Label('one', 'two');
// @ts-expect-error - what all widgets share is no widget by itself
new DOMWidget();

// Layout and style take plain objects also later on, and give widgets.
slider.layout = { width: '5em' };
slider.layout.width = null;
slider.style = { handleColor: 'teal' };
// @ts-expect-error - a style is no layout
slider.layout = new SliderStyle();

// Arrays are changed by being set.
const box = new VBox();
box.children = [...box.children, slider];
// @ts-expect-error - not in place
box.children.push(slider);

// observe knows each trait's type.
slider.observe('value', ({ name, old, new: value, owner }) => {
  expectTypeOf(name).toEqualTypeOf<'value'>();
  expectTypeOf(old).toEqualTypeOf<number>();
  expectTypeOf(value).toEqualTypeOf<number>();
  expectTypeOf(owner).toEqualTypeOf<IntSlider>();
});
slider.observe('layout', ({ new: layout }) => expectTypeOf(layout).toEqualTypeOf<Layout>());
new FileUpload().observe('value', async ({ new: [file] }) => {
  expectTypeOf(file).toEqualTypeOf<UploadedFile | undefined>();
});
const handler = ({ new: value }: Change<IntSlider, 'value'>) => value;
expectTypeOf(slider.observe('value', handler)).toEqualTypeOf<() => void>();
slider.unobserve('value', handler);
slider.unobserve('value');
// @ts-expect-error - no such trait
slider.observe('vlaue', () => {});
// @ts-expect-error - a method is no trait
slider.observe('close', () => {});
// @ts-expect-error - a handler of another type
slider.observe('value', (change: Change<Text, 'value'>) => change.new.trim());
expectTypeOf<TraitName<Layout>>().toExtend<keyof Layout>();
expectTypeOf<'value'>().toExtend<TraitName<Text>>();
expectTypeOf<'onSubmit' | 'close' | 'modelId'>().not.toExtend<TraitName<Text>>();

// Choices are of the type of their values, however they are given.
expectTypeOf(new Dropdown({ options: ['a', 'b'] }).value).toEqualTypeOf<string | null>();
expectTypeOf(new Dropdown({ options: ['a', 'b'] as const }).value).toEqualTypeOf<
  'a' | 'b' | null
>();
expectTypeOf(
  new Dropdown({
    options: [
      ['Small', 1],
      ['Large', 2],
    ],
    value: 2,
  }).value,
).toEqualTypeOf<number | null>();
const bears = { Brown: { id: 1 }, Polar: { id: 2 } };
const radio = new RadioButtons({ options: bears, orientation: 'horizontal' });
expectTypeOf(radio.value).toEqualTypeOf<{ id: number } | null>();
radio.observe('value', ({ new: bear }) =>
  expectTypeOf(bear).toEqualTypeOf<{ id: number } | null>(),
);
radio.options = [{ id: 3 }];
expectTypeOf(new SelectMultiple({ options: [1, 2] }).value).toEqualTypeOf<readonly number[]>();
expectTypeOf(new SelectionSlider({ options: [1, 2] }).value).toEqualTypeOf<number>();
expectTypeOf(new SelectionRangeSlider({ options: [1, 2] }).value).toEqualTypeOf<
  readonly [first: number, last: number]
>();
expectTypeOf(new Dropdown()).toEqualTypeOf<Dropdown<string>>();
// @ts-expect-error - a value of another type than the options'
new Dropdown({ options: [1, 2], value: 'a' });
// @ts-expect-error - a bear is wanted
radio.value = 1;
// @ts-expect-error - a slider cannot be without options
new SelectionSlider({ description: 'n' });
// @ts-expect-error - no such option
new Dropdown({ options: ['a'], vlaue: 'a' });

slider.set({ min: 1, max: 3 });
// @ts-expect-error - no such trait
slider.set({ minimum: 1 });

// Events have their widgets; what has none has no handler for it.
new Button().onClick((button) => expectTypeOf(button).toEqualTypeOf<Button>());
new Text().onSubmit((text) => expectTypeOf(text).toEqualTypeOf<Text>());
// @ts-expect-error - a label is not clicked
new Label().onClick(() => {});

// Every widget is a Widget, and those with an element are DOMWidgets.
expectTypeOf<IntSlider>().toExtend<Widget>();
expectTypeOf<IntSlider>().toExtend<DOMWidget>();
expectTypeOf<Layout>().not.toExtend<DOMWidget>();
expectTypeOf(slider.holdSync(() => 5)).toEqualTypeOf<number>();
expectTypeOf(slider.addClass('a')).toEqualTypeOf<IntSlider>();

display(slider).update('gone');
display(slider, box, 5);
// @ts-expect-error - nothing to display
display();

// A file belongs to the visitor.
declare const file: UploadedFile;
// @ts-expect-error - read-only
file.name = 'other.jpg';
expectTypeOf(file.lastModified).toEqualTypeOf<Date>();
