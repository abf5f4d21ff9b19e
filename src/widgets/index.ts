/**
 * What a notebook imports as "eccola": Jupyter's widgets, `display` and `clearOutput`.
 * @see https://ipywidgets.readthedocs.io/en/stable/examples/Widget%20List.html
 */

export type { VisitorRequest } from '../protocol/visitor-request.js';
export type { ChoiceOptions, Choices, RequiredChoiceOptions } from './choices.js';
export { DescriptionWidget } from './description-widget.js';
export { clearOutput, display } from './display.js';
export { DOMWidget } from './dom-widget.js';
export * from './generated/index.js';
export type { Unsubscribe } from './handlers.js';
export {
  type Comm,
  type CommMessage,
  type CommPayload,
  type DisplayHandle,
  installHost,
  type WidgetHost,
} from './host.js';
export { request } from './request.js';
export type { Change, Options, TraitName } from './types.js';
export type { UploadedFile } from './uploaded-file.js';
export { type MessageHandler, Widget, type WidgetMimeBundle } from './widget.js';
