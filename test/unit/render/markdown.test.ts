import { expect, test } from 'vitest';
import { createUrls } from '../../../src/protocol/urls.js';
import { resolveSources } from '../../../src/render/html/links.js';
import { renderMarkdown } from '../../../src/render/html/markdown.js';
import { markupText } from '../../../src/render/html/markup.js';
import type { Attachments } from '../../../src/render/html/render-context.js';
import { renderContext } from './context.js';

function render(source: string, attachments?: Attachments, context = renderContext()): string {
  return markupText(renderMarkdown(source, context, attachments));
}

test('images and links start from the notebook’s folder', () => {
  expect(render('![b](bear.png)')).toContain('src="/voila/files/course/week%201/bear.png"');
  expect(render('![b](../bear%20cub.png)')).toContain('src="/voila/files/course/bear%20cub.png"');
  expect(render('[next](next.ipynb#end)')).toContain(
    'href="/voila/render/course/week%201/next.ipynb#end"',
  );
  expect(render('<img alt="" src="bear.png">')).toContain(
    'src="/voila/files/course/week%201/bear.png"',
  );
});

test('each address of an author’s tag starts from the folder, whatever its other attributes hold', () => {
  const page = render(`<video title="1 > 0" poster="a.png" src='b.mp4'></video>`);
  expect(page).toContain('poster="/voila/files/course/week%201/a.png"');
  expect(page).toContain(`src='/voila/files/course/week%201/b.mp4'`);
});

test('tags that nobody closed stay as they are, also very many', () => {
  const text = '<img '.repeat(200_000);
  const { urls, path } = renderContext();
  expect(resolveSources(text, { urls, path })).toBe(text);
});

test('a path cannot lead above the root', () => {
  expect(render('![x](../../../../etc/passwd)')).toContain('src="/voila/files/etc/passwd"');
});

test('other addresses stay as they are', () => {
  for (const address of ['https://example.org/a?b=c', '/absolute', '#here', 'mailto:a@b.c']) {
    expect(render(`[x](${address})`)).toContain(`href="${address}"`);
  }
});

test('an address that would run a script leads nowhere', () => {
  for (const address of ['javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x']) {
    expect(render(`[x](${address})`)).toContain('href="#"');
    expect(render(`<img src="${address}">`)).toContain('src="#"');
  }
});

test('under a base that Jupyter proxies to, addresses lie directly below it', () => {
  const context = renderContext({ urls: createUrls('/user/x/voila/'), path: 'a.ipynb' });
  expect(render('![b](b.png)', undefined, context)).toContain('src="/user/x/voila/files/b.png"');
});

test('an attachment is in the page, and one that is not there is no request', () => {
  const attachments = {
    'bear cub.png': { 'image/png': 'iVBOR\nw0KG' },
    'page.html': { 'text/html': '<script>' },
  };
  expect(render('![x](attachment:bear%20cub.png)', attachments)).toContain(
    'src="data:image/png;base64,iVBORw0KG"',
  );
  expect(render('![x](attachment:page.html)', attachments)).toContain('src="#"');
  expect(render('![x](attachment:__proto__)', attachments)).toContain('src="#"');
});

test('headings have ids of their text, each its own', () => {
  const page = render('# Which *bear*?\n\n## Which bear?');
  expect(page).toContain('<h1 id="Which-bear?">');
  expect(page).toContain('<h2 id="Which-bear?-1">');
});

test('a heading cannot take the id of a part of the page', () => {
  const page = render('# eccola-status\n\n## eccola-page');
  expect(page).toContain('<h1 id="eccola-status-1">');
  expect(page).toContain('<h2 id="eccola-page-1">');
});

test('formulas are drawn and money is not', () => {
  const page = render('It costs $5 or $6, and $x^2$ is\n\n$$\\int_0^1 x\\,dx$$');
  expect(page).toContain('It costs $5 or $6');
  expect(page.match(/<math/g)).toHaveLength(2);
  expect(page).toContain('display="block"');
});

test('dollars in code are code', () => {
  expect(render('`$HOME` and `$PATH`')).not.toContain('<math');
});

test('a formula ends with its dollars, whatever stands in the lines after it', () => {
  const page = render(
    'We have $$a=1$$ here.\n\n**Bold** words.\n\n```sh\nls\n```\n\nSo\n$$b=2$$\nfollows.',
  );
  expect(page.match(/<math/g)).toHaveLength(2);
  expect(page).toContain('<strong>Bold</strong>');
  expect(page).toContain('<pre><code class="language-sh">ls\n</code></pre>');
  expect(page).not.toContain('katex-error');
});

test('two dollars without their end are text, and lists and fences after them stay', () => {
  const page = render('Price is $$ cheap.\n\n```sh\necho $$\n```\n\n$$\nis no formula\n\n$$x$$');
  expect(page).toContain('Price is $$ cheap.');
  expect(page).toContain('<code class="language-sh">echo $$\n</code>');
  expect(page.match(/<math/g)).toHaveLength(1);
  const list = render('Write `$$x$$` so:\n\n- one\n- two\n\n$$y$$');
  expect(list).toContain('<code>$$x$$</code>');
  expect(list.match(/<li>/g)).toHaveLength(2);
});

test('a formula over several lines ends the paragraph before it', () => {
  const page = render('So\n$$\na\n= b\n$$\nand\n\\begin{align}\na &= b\n\\end{align}\n');
  expect(page.match(/<math/g)).toHaveLength(2);
  expect(page).toContain('<p>and</p>');
});

test('a formula within a paragraph leaves it whole', () => {
  const page = render('We have $$a=1$$ here.');
  expect(page).toMatch(/^<p>We have <span [^>]*>.*<\/span> here\.<\/p>$/m);
  expect(page).not.toContain('<div');
});

test('a formula with an error is shown as it was written', () => {
  expect(render('$\\frac{1$')).toContain('\\frac{1');
});

test('the author’s own HTML stays', () => {
  expect(render('<details><summary>More</summary>text</details>')).toContain('<details>');
});

test('tables, task lists and strikethrough are those of GitHub', () => {
  expect(render('| a |\n|--:|\n| 1 |')).toContain('<td style="text-align:right">1</td>');
  expect(render('- [x] done')).toContain('type="checkbox"');
  expect(render('~~gone~~')).toContain('<del>gone</del>');
});
