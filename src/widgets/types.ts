import type { Widget } from './widget.js';

/** Names of a widget's traits: what it synchronises with the page, its methods left out. */
export type TraitName<W> = Exclude<
  { [K in keyof W]: W[K] extends (...args: never) => unknown ? never : K }[keyof W],
  keyof Widget
>;

type Traits<W> = Pick<W, TraitName<W>>;

/**
 * What a widget's constructor and `set` accept: any of its traits. Where a trait is a widget of its own
 * (`layout`, `style`), the traits of that one may be given as a plain object.
 */
export type Options<W> = {
  [K in keyof Traits<W>]?: W[K] extends Widget ? W[K] | Options<W[K]> : W[K];
};

/** What a handler of `observe` is told. */
export interface Change<W, K extends keyof W> {
  name: K;
  old: W[K];
  new: W[K];
  /** The widget that changed. */
  owner: W;
}
