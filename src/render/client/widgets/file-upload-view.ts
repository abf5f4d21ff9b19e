import { FileUploadView as ControlsFileUploadView } from '@jupyter-widgets/controls/lib/widget_upload';
import { type HasUploadPolicy, refusalOf } from './upload-policy.js';

/**
 * The upload button: it refuses in words what is too large, before anything travels, and sends a file again that is
 * chosen again.
 */
export class FileUploadView extends ControlsFileUploadView {
  override render(): void {
    super.render();
    this.fileInput.addEventListener(
      'change',
      (event) => {
        event.stopImmediatePropagation();
        void this.#take([...(this.fileInput.files ?? [])]);
      },
      { capture: true },
    );
  }

  override update(): void {
    super.update();
    const title: unknown = this.model.get('tooltip');
    if (typeof title !== 'string') this.el.removeAttribute('title');
  }

  async #take(files: readonly File[]): Promise<void> {
    const manager: unknown = this.model.widget_manager;
    if (!hasUploadPolicy(manager)) return;
    const { limit, refuse, sendWhenRead } = manager.uploads;
    const refusal = refusalOf(files, limit);
    if (refusal !== undefined) {
      refuse(refusal);
      return;
    }
    try {
      await sendWhenRead(Promise.all(files.map(readFile)), (value) => {
        // Otherwise the same file would be no change, and would not be sent.
        this.model.set('value', [], { silent: true });
        this.model.set({ value, error: '' });
        this.touch();
      });
    } catch (error) {
      refuse(`The file could not be read (${String(error)}).`);
    }
  }
}

async function readFile(file: File) {
  return {
    content: await file.arrayBuffer(),
    name: file.name,
    type: file.type,
    size: file.size,
    last_modified: file.lastModified,
  };
}

function hasUploadPolicy(manager: unknown): manager is HasUploadPolicy {
  return typeof manager === 'object' && manager !== null && 'uploads' in manager;
}
