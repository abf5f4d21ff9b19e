import type { DOMWidgetView } from '@jupyter-widgets/base';
import { Widget } from '@lumino/widgets';
import type { PageManager } from './page-manager.js';

const SELECTOR = '.eccola-widget[data-model-id]';
const views = new WeakMap<Element, DOMWidgetView>();

/**
 * Puts live views in place of the painted widgets below a root. Each is made out of sight and takes the place when it is
 * complete, pictures decoded, so that nothing moves. A widget whose model is not there stays painted and inert.
 */
export async function hydrate(root: ParentNode, manager: PageManager): Promise<void> {
  const hosts = [...root.querySelectorAll<HTMLElement>(SELECTOR)].filter(
    (host) => !views.has(host),
  );
  await Promise.all(hosts.map((host) => hydrateHost(host, manager)));
}

async function hydrateHost(host: HTMLElement, manager: PageManager): Promise<void> {
  const id = host.dataset.modelId ?? '';
  if (!manager.has_model(id)) return;
  const model = await manager.get_model(id);
  const view = await manager.create_view<DOMWidgetView>(model);
  views.set(host, view);
  const stage = document.createElement('div');
  stage.className = 'eccola-stage';
  host.append(stage);
  Widget.attach(view.luminoWidget, stage);
  await manager.viewsBuilt();
  await Promise.allSettled([...stage.querySelectorAll('img')].map((image) => image.decode()));
  for (const child of [...host.children]) if (child !== stage) child.remove();
  stage.className = 'eccola-live';
  host.removeAttribute('inert');
}

/** Takes the live views below an element away, before the element itself goes. */
export function disposeViews(root: ParentNode): void {
  for (const host of root.querySelectorAll(SELECTOR)) {
    views.get(host)?.remove();
    views.delete(host);
  }
}
