export { renderGallery } from './gallery.js';
export { renderNotebookPage } from './notebook-page.js';
export { renderNotice, renderPreparing } from './notice-pages.js';
export type { PageAssets } from './page-shell.js';
export { START_SCRIPT } from './start-script.js';
