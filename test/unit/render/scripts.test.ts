import { expect, test } from 'vitest';
import { inlineScripts } from '../../../src/render/html/scripts.js';

test('finds the scripts that a browser would run', () => {
  expect(
    inlineScripts(
      '<p><script>a()</script><SCRIPT type="module">\r\nb()</SCRIPT ><script type=text/javascript>c()</script>',
    ),
  ).toEqual(['a()', '\nb()', 'c()']);
});

test('leaves data and what comes from elsewhere alone', () => {
  expect(
    inlineScripts(
      '<script type="application/json">{}</script><script src="x.js"></script><script type="text/template"></script>',
    ),
  ).toEqual([]);
});
