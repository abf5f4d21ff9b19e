import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import * as generated from '../../src/widgets/generated/index.js';
import {
  Accordion,
  Button,
  Checkbox,
  DatePicker,
  DatetimePicker,
  DOMWidget,
  Dropdown,
  FileUpload,
  HTML,
  Image,
  IntProgress,
  IntSlider,
  IntText,
  Label,
  NaiveDatetimePicker,
  RadioButtons,
  SelectionRangeSlider,
  SelectionSlider,
  SelectMultiple,
  Tab,
  TagsInput,
  Text,
  TimePicker,
  ToggleButtons,
  VBox,
} from '../../src/widgets/index.js';
import { openFrontEnd } from '../helpers/front-end/open-front-end.js';

// Jupyter's own models and views in a browser: what the widgets send must be what those understand.

test('every widget is drawn by the stock front end, without a complaint', async () => {
  const { show } = await openFrontEnd();
  // A player that has nothing at all to play complains of it; a slider must have options.
  const something: Record<string, object> = {
    Audio: { value: new Uint8Array(1) },
    Video: { value: new Uint8Array(1) },
    SelectionSlider: { options: ['brown', 'polar'] },
    SelectionRangeSlider: { options: ['brown', 'polar'] },
  };
  for (const [name, Class] of Object.entries(generated)) {
    const widget: object = Reflect.construct(Class, [something[name] ?? {}]);
    if (!(widget instanceof DOMWidget)) continue;
    const element = await show(widget);
    expect(await element.locator(':scope > *').count(), name).toBe(1);
    expect(await element.textContent(), name).not.toContain('Error');
  }
});

test('a slider that is moved sets its trait, and the label that follows it is seen', async () => {
  const { show, host } = await openFrontEnd();
  const [slider, label] = [new IntSlider({ max: 10, step: 2 }), new Label('0')];
  slider.observe('value', ({ new: value }) => {
    label.value = `${value} bears`;
  });
  const element = await show(new VBox([slider, label]));
  for (let presses = 0; presses < 3; presses += 1) {
    await element.getByRole('slider').press('ArrowRight');
  }
  await expect.poll(() => element.textContent()).toContain('6 bears');
  expect(slider.value).toBe(6);
  expect(host.errors).toEqual([]);
});

test('a value that the kernel cuts to fit is put right on the page', async () => {
  const { show } = await openFrontEnd();
  const text = new IntText(5);
  text.observe('value', ({ new: value }) => {
    if (value > 10) text.value = 10;
  });
  const input = (await show(text)).locator('input');
  await input.fill('70');
  await input.press('Enter');
  await expect.poll(() => input.inputValue()).toBe('10');
  await input.fill('70');
  await input.press('Enter');
  await expect.poll(() => input.inputValue()).toBe('10');
});

test('a click and Enter reach their handlers', async () => {
  const { show } = await openFrontEnd();
  const button = new Button({ description: 'Go' });
  const text = new Text({ continuousUpdate: true });
  const events: string[] = [];
  button.onClick(({ description }) => events.push(description));
  text.onSubmit(() => events.push('submitted'));
  await (await show(button)).getByRole('button').click();
  await (await show(text)).getByRole('textbox').press('Enter');
  await expect.poll(() => events).toEqual(['Go', 'submitted']);
});

test('a layout and a style that are made later on change what is drawn', async () => {
  const { show, flush } = await openFrontEnd();
  const button = new Button({ description: 'Go' });
  const drawn = (await show(button)).getByRole('button');
  const css = (property: string) =>
    drawn.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
  button.layout.width = '123px';
  button.style.buttonColor = 'rgb(1, 2, 3)';
  button.addClass('mine');
  await flush();
  await expect.poll(() => css('width')).toBe('123px');
  await expect.poll(() => css('background-color')).toBe('rgb(1, 2, 3)');
  expect(await drawn.getAttribute('class')).toContain('mine');
  button.layout = { height: '45px' };
  button.layout.maxWidth = '99px';
  await flush();
  await expect.poll(() => css('height')).toBe('45px');
  await expect.poll(() => css('max-width')).toBe('99px');
  expect(await drawn.evaluate((element) => element.style.width)).toBe('');
});

test('an upload arrives whole, and its button counts it', async () => {
  const { show } = await openFrontEnd();
  const upload = new FileUpload({ description: 'Photo', multiple: true });
  const element = await show(upload);
  const [chooser] = await Promise.all([
    element.page().waitForEvent('filechooser'),
    element.getByRole('button').click(),
  ]);
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
  await chooser.setFiles([
    { name: 'bear.jpg', mimeType: 'image/jpeg', buffer: bytes },
    { name: 'none.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ]);
  await expect.poll(() => upload.value.length).toBe(2);
  expect(upload.value).toMatchObject([
    { name: 'bear.jpg', type: 'image/jpeg', size: 1000, lastModified: expect.any(Date) },
    { name: 'none.txt', size: 0 },
  ]);
  expect(Buffer.compare(upload.value[0]?.content ?? bytes.subarray(1), bytes)).toBe(0);
  await expect.poll(() => element.textContent()).toContain('Photo (2)');
});

test('a picture’s bytes are drawn', async () => {
  const { show } = await openFrontEnd();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>';
  const image = new Image({ value: Buffer.from(svg), format: 'svg+xml' });
  const drawn = (await show(image)).locator('img');
  await expect
    .poll(() => drawn.evaluate((element) => (element as HTMLImageElement).naturalWidth))
    .toBe(30);
});

test('dates and times go both ways', async () => {
  const { show, flush } = await openFrontEnd();
  const date = new DatePicker({ value: '2024-02-29' });
  const time = new TimePicker({ value: '09:30', min: '08:00' });
  const naive = new NaiveDatetimePicker({ value: '2024-02-29T09:30' });
  const moment = new DatetimePicker({ value: new Date(2024, 1, 29, 9, 30) });
  const inputs: Locator[] = [];
  for (const widget of [date, time, naive, moment]) {
    inputs.push((await show(widget)).locator('input').first());
  }
  const values = () => Promise.all(inputs.map((input) => input.inputValue()));
  await expect
    .poll(values)
    .toEqual(['2024-02-29', '09:30', '2024-02-29T09:30', '2024-02-29T09:30']);
  await inputs[0]?.fill('2025-12-31');
  await inputs[1]?.fill('23:59');
  await inputs[2]?.fill('2025-12-31T23:59');
  await inputs[3]?.fill('2025-12-31T23:59');
  for (const input of inputs) await input.blur();
  await expect.poll(() => date.value).toBe('2025-12-31');
  await expect.poll(() => time.value).toBe('23:59');
  await expect.poll(() => naive.value).toBe('2025-12-31T23:59');
  await expect.poll(() => moment.value).toEqual(new Date(2025, 11, 31, 23, 59));
  date.value = null;
  await flush();
  await expect.poll(async () => (await values())[0]).toBe('');
});

test('tabs and bars are selected from both sides, and have their titles', async () => {
  const { show, flush } = await openFrontEnd();
  const pages = () => [new HTML('first page'), new HTML('second page')];
  const tab = new Tab(pages(), { titles: ['One', 'Two'] });
  const accordion = new Accordion(pages(), { titles: ['Three'] });
  const tabs = await show(tab);
  const bars = await show(accordion);
  await tabs.getByText('Two').click();
  await bars.getByText('Three').click();
  await expect.poll(() => tab.selectedIndex).toBe(1);
  await expect.poll(() => accordion.selectedIndex).toBe(0);
  tab.selectedIndex = 0;
  accordion.selectedIndex = null;
  tab.children = [...tab.children, new HTML('third page')];
  await flush();
  await expect.poll(() => tabs.getByText('first page').isVisible()).toBe(true);
  await expect.poll(() => bars.getByText('first page').isVisible()).toBe(false);
});

test('what is chosen goes both ways, and options may be others', async () => {
  const { show, flush } = await openFrontEnd();
  const options = { Brown: { id: 1 }, Polar: { id: 2 } };
  const dropdown = new Dropdown({ options });
  const radio = new RadioButtons({ options: ['one', 'two', 'three'], value: 'two' });
  const several = new SelectMultiple({ options: ['one', 'two', 'three'] });
  const buttons = new ToggleButtons({ options: ['on', 'off'], tooltips: ['light', 'dark'] });
  const [list, circles, lines, keys] = [
    await show(dropdown),
    await show(radio),
    await show(several),
    await show(buttons),
  ];
  await list.locator('select').selectOption('Polar');
  await circles.getByLabel('three').check();
  await lines.locator('select').selectOption(['one', 'three']);
  await keys.getByRole('button', { name: 'off' }).click();
  await expect.poll(() => dropdown.value).toBe(options.Polar);
  await expect.poll(() => radio.value).toBe('three');
  await expect.poll(() => several.value).toEqual(['one', 'three']);
  await expect.poll(() => buttons.value).toBe('off');
  dropdown.value = options.Brown;
  radio.options = ['four', 'five'];
  several.value = ['two'];
  await flush();
  await expect.poll(() => list.locator('select').inputValue()).toBe('Brown');
  await expect.poll(() => circles.textContent()).toContain('four');
  await expect.poll(() => circles.getByLabel('four').isChecked()).toBe(true);
  await expect.poll(() => lines.locator('option:checked').allTextContents()).toEqual(['two']);
});

test('a slider of options is moved by its keys', async () => {
  const { show } = await openFrontEnd();
  const one = new SelectionSlider({ options: ['small', 'medium', 'large'] });
  const range = new SelectionRangeSlider({ options: [10, 20, 30], value: [10, 20] });
  await (await show(one)).getByRole('slider').press('ArrowRight');
  await expect.poll(() => one.value).toBe('medium');
  await (await show(range)).getByRole('slider').last().press('ArrowRight');
  await expect.poll(() => range.value).toEqual([10, 30]);
});

test('ticks and tags set their traits', async () => {
  const { show } = await openFrontEnd();
  const [checkbox, tags] = [new Checkbox({ description: 'Bears' }), new TagsInput()];
  await (await show(checkbox)).getByRole('checkbox').check();
  await expect.poll(() => checkbox.value).toBe(true);
  const input = (await show(tags)).locator('input');
  await input.fill('polar');
  await input.press('Enter');
  await expect.poll(() => tags.value).toEqual(['polar']);
});

test('children that are set anew, and one that is closed, are drawn or gone', async () => {
  const { show, flush } = await openFrontEnd();
  const [one, two] = [new Label('one'), new Label('two')];
  const box = new VBox([one]);
  const element = await show(box);
  box.children = [two, one, new IntProgress({ value: 50 })];
  await flush();
  await expect.poll(() => element.textContent()).toContain('twoone');
  one.close();
  await flush();
  await expect.poll(() => element.textContent()).not.toContain('one');
});
