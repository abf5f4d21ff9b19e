export { renderForwarding } from './forwarding-page.js';
export { renderGallery } from './gallery.js';
export { renderNotebookPage } from './notebook-page.js';
export { renderNotice, renderPreparing } from './notice-pages.js';
export { pagePolicy } from './page-policy.js';
export type { PageAssets } from './page-shell.js';
export { START_SCRIPT } from './start-script.js';
