import type { DOMWidgetView } from '@jupyter-widgets/base';
import { Widget } from '@lumino/widgets';
import type { PageManager } from './page-manager.js';

const SELECTOR = '.eccola-widget[data-model-id]';
/** The views of the hosts that are live, or about to be. */
const views = new WeakMap<Element, Promise<DOMWidgetView>>();

/**
 * Puts live views in place of the painted widgets below a root. Each takes the place in one step when it is complete,
 * pictures decoded, so that nothing moves and nothing is there twice. A widget whose model is not there stays painted and
 * inert.
 */
export async function hydrate(root: ParentNode, manager: PageManager): Promise<void> {
  const hosts = [...root.querySelectorAll<HTMLElement>(SELECTOR)];
  await Promise.all(hosts.map((host) => hydrateHost(host, manager)));
}

async function hydrateHost(host: HTMLElement, manager: PageManager): Promise<void> {
  const id = host.dataset.modelId ?? '';
  if (views.has(host) || !manager.has_model(id)) return;
  const making = manager.get_model(id).then((model) => manager.create_view<DOMWidgetView>(model));
  views.set(host, making);
  const view = await making;
  await Promise.race([manager.viewsBuilt().then(() => picturesDecoded(view.el)), patience()]);
  // The cell may have been replaced or cleared meanwhile.
  if (views.get(host) !== making || !host.isConnected) return;
  const live = document.createElement('div');
  live.className = 'eccola-live';
  host.replaceChildren(live);
  Widget.attach(view.luminoWidget, live);
  host.removeAttribute('inert');
}

/** Takes the live views below an element away, which is to be done before the element itself goes. */
export async function disposeViews(root: ParentNode): Promise<void> {
  for (const host of root.querySelectorAll(SELECTOR)) {
    const view = await views.get(host);
    view?.remove();
    views.delete(host);
  }
}

async function picturesDecoded(root: ParentNode): Promise<void> {
  const pictures = [...root.querySelectorAll<HTMLImageElement>('img[src]')];
  await Promise.allSettled(pictures.map((picture) => picture.decode()));
}

/** One widget that is slow to be complete does not keep the others from being used. */
function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2000));
}
