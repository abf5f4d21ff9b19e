import type { PageConfig } from '../../../protocol/session.js';
import type { TabId } from '../tab-id.js';
import { Connection } from './connection.js';
import type { KernelLink, LinkEvents } from './kernel-link.js';
import { createSessionClient } from './session-client.js';

export type CreateLink = (tab: TabId, events: LinkEvents) => KernelLink;

/** A page of a server's has its kernel there, any other in a worker of its own, whose code only such a page loads. */
export async function chooseLink(config: PageConfig): Promise<CreateLink> {
  const files = config.browserKernel;
  if (!files) {
    return (tab, events) => new Connection(config, createSessionClient(config, tab), events);
  }
  const { WorkerLink } = await import('./worker-link.js');
  return (_tab, events) => new WorkerLink(config, files, events);
}
