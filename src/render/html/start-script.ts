import { html, type Markup, unsafeHtml } from './markup.js';

/**
 * Starts the page's script when the page has been seen: while the browser fetches and compiles that, the first frame
 * waits. Of a page that nobody looks at there are no frames; there, and where frames are slow to come, a timer starts it.
 * The same for every page, so that one hash in the content security policy allows it.
 */
export const START_SCRIPT = `{const{module}=document.currentScript.dataset,start=()=>import(module),late=setTimeout(start,document.hidden?0:500);requestAnimationFrame(()=>{clearTimeout(late);setTimeout(start)})}`;

export function renderStartScript(module: string): Markup {
  return html`<script data-module="${module}">${unsafeHtml(START_SCRIPT)}</script>`;
}
