import type { DOMWidgetView, ICallbacks } from '@jupyter-widgets/base';
import type { KernelMessage } from '../../../protocol/messages.js';
import { HeldWrites } from './held-writes.js';

/*
 * A slider that is moved by a key is drawn together with the kernel's answer, where that comes at once. noUiSlider draws
 * before it tells that it was moved, and the browser would then draw the whole page while the answer is on its way: the
 * answer would wait for that, and be seen a frame after the handle.
 */

/** How long the drawing waits, in ms: half of the time between two frames, so that nobody sees the handle move late. */
const LONGEST = 8;

/** What ipywidgets' views of sliders have in common. */
interface SliderView extends DOMWidgetView {
  /** noUiSlider's element. */
  $slider: HTMLElement;
  readout: HTMLDivElement;
  createSlider(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: TypeScript's own rule for mixins (TS2545)
type SliderViewClass = abstract new (...args: any[]) => SliderView;

/** The same view, whose steps by key are drawn with the kernel's answer. */
export function drawnWithAnswer<View extends SliderViewClass>(Base: View): View {
  abstract class DrawnWithAnswer extends Base {
    readonly #writes = new HeldWrites();
    /** Whether the kernel last answered within a frame: where it is far away, waiting for it gives nothing. */
    #isNear = true;

    override render(): void {
      super.render();
      this.readout = this.#writes.through(this.readout);
      this.$slider.addEventListener('keydown', () => this.#hold(), { capture: true });
    }

    /** noUiSlider moves what it shows by styles, and says where a handle is in its attributes. */
    override createSlider(): void {
      super.createSlider();
      const moved = this.$slider.querySelectorAll<HTMLElement>('.noUi-origin, .noUi-connect');
      for (const element of moved) {
        Object.defineProperty(element, 'style', { value: this.#writes.through(element.style) });
      }
      for (const handle of this.$slider.querySelectorAll('.noUi-handle')) {
        handle.setAttribute = (name, value) =>
          this.#writes.write(() => Element.prototype.setAttribute.call(handle, name, value));
      }
    }

    override callbacks(): ICallbacks {
      const { iopub, ...others } = super.callbacks();
      const sentAt = performance.now();
      const status = (message: KernelMessage.IIOPubMessage) => {
        iopub?.status?.(message);
        this.#isNear = performance.now() - sentAt <= 2 * LONGEST;
        this.#writes.draw();
      };
      return { ...others, iopub: { ...iopub, status } };
    }

    #hold(): void {
      if (!this.#isNear) return;
      this.#writes.hold();
      setTimeout(() => this.#writes.draw(), LONGEST);
    }
  }
  return DrawnWithAnswer;
}
