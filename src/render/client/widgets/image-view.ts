import { ImageView as ControlsImageView } from '@jupyter-widgets/controls/lib/widget_image';

/** Up to here a picture is quicker written into its own address than given to the browser to be asked for one. */
const SMALL = 32 * 1024;

/** A picture; nothing at all, instead of a broken one, while there are no bytes. */
export class ImageView extends ControlsImageView {
  override update(): void {
    const { model } = this;
    const image = this.el as HTMLImageElement;
    image.setAttribute('alt', String(model.get('tooltip') ?? ''));
    const bytes = toBytes(model.get('value'));
    const isAddress = model.get('format') === 'url';
    if (bytes.length > SMALL || (isAddress && bytes.length > 0)) {
      super.update();
      return;
    }
    const { src } = image;
    if (bytes.length > 0) image.src = dataUrl(bytes, String(model.get('format')));
    else image.removeAttribute('src');
    if (src.startsWith('blob:')) URL.revokeObjectURL(src);
    for (const side of ['width', 'height']) {
      const length: unknown = model.get(side);
      if (typeof length === 'string' && length !== '') image.setAttribute(side, length);
      else image.removeAttribute(side);
    }
  }
}

function toBytes(value: unknown): Uint8Array {
  if (!ArrayBuffer.isView(value)) return new Uint8Array();
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function dataUrl(bytes: Uint8Array, format: string): string {
  return `data:image/${format};base64,${btoa(String.fromCharCode(...bytes))}`;
}
