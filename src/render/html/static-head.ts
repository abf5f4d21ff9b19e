import { html, type Markup, unsafeHtml } from './markup.js';
import { staticPagePolicy } from './page-policy.js';

/** SHA-256 of a text's UTF-8 bytes, in base64. */
export type Sha256 = (text: string) => string;

/**
 * The URLs of a page without a server are relative to its folder. Some hosts serve that folder's index.html under its name
 * without a slash, where they would lead elsewhere.
 */
const BASE_SCRIPT =
  "if(!/\\/$|\\.html$/.test(location.pathname)){const b=document.createElement('base');b.href=location.pathname+'/';document.head.append(b)}";

/** What stands first in the head of a page without a server: what it may load, and where its URLs start from. */
export function renderStaticHead(scriptHashes: readonly string[], sha256: Sha256): Markup {
  const hashes = [`sha256-${sha256(BASE_SCRIPT)}`, ...scriptHashes];
  return html`<meta http-equiv="Content-Security-Policy" content="${staticPagePolicy(hashes)}">
<script>${unsafeHtml(BASE_SCRIPT)}</script>
`;
}
