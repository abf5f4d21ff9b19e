export { type GalleryEntry, type GalleryPage, renderGallery } from './gallery.js';
export { type NotebookPage, type RenderedPage, renderNotebookPage } from './notebook-page.js';
export {
  type NoticePage,
  type PreparingPage,
  renderNotice,
  renderPreparing,
} from './notice-pages.js';
export type { PageAssets } from './page-shell.js';
