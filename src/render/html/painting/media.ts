import { paint } from './painted.js';
import type { PaintWidget } from './parts.js';

/** Without bytes there is no picture, and no frame for a missing one. */
export const paintImage: PaintWidget = (model) => {
  const data = model.base64('value');
  const format = model.text('format', 'png');
  const [width, height] = [model.text('width'), model.text('height')];
  return paint('img', {
    classes: ['jupyter-widgets', 'widget-image'],
    attributes: {
      alt: '',
      src: data === '' ? undefined : imageSource(format, data),
      width: width === '' ? undefined : width,
      height: height === '' ? undefined : height,
    },
  });
};

function imageSource(format: string, base64: string): string {
  if (format !== 'url') return `data:image/${format};base64,${base64}`;
  return atob(base64);
}
