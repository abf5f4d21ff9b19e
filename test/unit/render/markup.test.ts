import { expect, test } from 'vitest';
import { html, markupText, scriptJson, unsafeHtml } from '../../../src/render/html/markup.js';

const render = (markup: Parameters<typeof markupText>[0]) => markupText(markup);

test('escapes text and quoted attributes alike', () => {
  const hostile = `"><script>alert('x')</script>&`;
  expect(render(html`<p title="${hostile}">${hostile}</p>`)).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
  );
});

test('lets through only what a template or unsafeHtml made', () => {
  const object = JSON.parse('{"text":"<b>"}');
  expect(render(html`${html`<b>`}${unsafeHtml('<i>')}${'<u>'}`)).toBe('<b><i>&lt;u&gt;');
  expect(render(html`${object.text}`)).toBe('&lt;b&gt;');
});

test('shows nothing for false, null and undefined, and joins arrays', () => {
  expect(render(html`${false}${null}${undefined}${['a', html`<b>`, 0]}`)).toBe('a<b>0');
});

test('writes JSON that cannot end the script that holds it', () => {
  const json = render(scriptJson({ text: '</script><!--<script>' }));
  expect(json).not.toContain('<');
  expect(JSON.parse(json)).toEqual({ text: '</script><!--<script>' });
});
