import type { DOMWidgetView, ICallbacks } from '@jupyter-widgets/base';
import { HeldWrites } from './held-writes.js';

/*
 * A slider that is moved by a key is drawn together with the kernel's answer, where that comes at once. noUiSlider draws
 * before it tells that it was moved, and the browser would then make a frame while the answer is on its way: the answer
 * would have to wait until that is made, and be seen a frame after the handle.
 */

/**
 * How long the drawing waits, in ms: less than the time between two frames. A kernel that takes longer is not waited for
 * again before it has answered sooner: a handle that is drawn at the end of this time makes the answer wait after all.
 */
const LONGEST = 12;

/** All sliders of the page wait together, since others may show the same value. */
const writes = new HeldWrites();

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
    #isNear = true;

    override render(): void {
      super.render();
      // No node from here on: views put it into the document as they render, and only write to it later.
      this.readout = writes.through(this.readout);
      // After a key that moves nothing, nothing waits.
      const hold = () => this.#isNear && writes.hold(LONGEST);
      this.$slider.addEventListener('keydown', hold, { capture: true });
    }

    /** noUiSlider moves what it shows by styles, and says where a handle is in its attributes. */
    override createSlider(): void {
      super.createSlider();
      const moved = this.$slider.querySelectorAll<HTMLElement>('.noUi-origin, .noUi-connect');
      for (const element of moved) {
        Object.defineProperty(element, 'style', { value: writes.through(element.style) });
      }
      for (const handle of this.$slider.querySelectorAll('.noUi-handle')) {
        handle.setAttribute = (name, value) =>
          writes.write(() => Element.prototype.setAttribute.call(handle, name, value));
      }
    }

    override callbacks(): ICallbacks {
      const { iopub, ...others } = super.callbacks();
      // A step that waits until the kernel has answered the one before counts that wait too: the kernel is behind then.
      const steppedAt = performance.now();
      const status = () => {
        this.#isNear = performance.now() - steppedAt <= LONGEST;
        writes.draw();
      };
      return { ...others, iopub: { ...iopub, status } };
    }
  }
  return DrawnWithAnswer;
}
