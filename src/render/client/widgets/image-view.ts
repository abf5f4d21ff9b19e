import { ImageView as ControlsImageView } from '@jupyter-widgets/controls/lib/widget_image';

/** A picture; nothing at all, instead of a broken one, while there are no bytes. */
export class ImageView extends ControlsImageView {
  override update(): void {
    this.el.setAttribute('alt', String(this.model.get('tooltip') ?? ''));
    const value: unknown = this.model.get('value');
    if (ArrayBuffer.isView(value) && value.byteLength > 0) {
      super.update();
      return;
    }
    const { src } = this.el as HTMLImageElement;
    if (src) URL.revokeObjectURL(src);
    this.el.removeAttribute('src');
  }
}
