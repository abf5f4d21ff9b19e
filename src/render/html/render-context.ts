import type { IMimeBundle } from '../../protocol/nbformat.js';
import type { Urls } from '../../protocol/urls.js';
import type { Markup } from './markup.js';

/** What renderers need beside the value that they render. The page's script makes one too, for outputs that come later. */
export interface RenderContext {
  urls: Urls;
  /** The notebook's path below the root: relative links and images start from its folder. */
  path: string;
  /** Shows tracebacks, and what a notebook wrote to stderr. */
  debug: boolean;
  /** Paints a widget by its model's id; without it a widget's place is empty until it is live. */
  paintWidget: ((id: string) => Markup | undefined) | undefined;
  /** Draws TeX; without it formulas stand as they were written, marked for whoever draws them later. */
  renderTex: RenderTex | undefined;
  /** The `id` attributes in use, so that no heading takes one twice. */
  ids: Set<string>;
}

/** TeX to HTML. Never throws: what it cannot draw it shows as it was written. */
export type RenderTex = (tex: string, options: { display: boolean }) => string;

/** A Markdown cell's files: `attachment:NAME` → mime bundle. */
export type Attachments = Readonly<Record<string, IMimeBundle>>;
