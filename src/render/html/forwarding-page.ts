import { html, markupText } from './markup.js';

/** The page that leads on to the only page of a site without a server. @param href relative to its own address */
export function renderForwarding({ title, href }: { title: string; href: string }): string {
  return markupText(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0; url=${href}">
<title>${title}</title>
<link rel="icon" href="data:,">
</head>
<body>
<p><a href="${href}">${title}</a></p>
</body>
</html>
`);
}
