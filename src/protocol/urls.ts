/** The addresses of one deployment, as paths below its host. Server and page build theirs here, so that they agree. */
export interface Urls {
  /** Where `voila/…` lies: the base itself when that is `…/voila/`. */
  readonly voila: string;
  render(path: string): string;
  tree(path: string): string;
  /** A file beside a notebook, by its path below the root. */
  files(path: string): string;
  /** A file of the page's own assets, by its name in the manifest. */
  static(file: string): string;
  readonly sessions: string;
  /** The websocket of a page that follows its notebook. */
  watch(path: string): string;
  /** Where a page says that it leaves (`POST`, a beacon). */
  leave(sessionId: string): string;
  kernel(kernelId: string): string;
  /** The kernel's websocket. */
  channels(kernelId: string): string;
}

/**
 * Lays out the routes under a base URL. A base that ends in `/voila/` is where a Jupyter Server proxies to us, and the
 * `api/` beside it is Jupyter's own: all routes lie directly under such a base. Under any other, pages lie in `voila/`.
 * @param baseUrl begins and ends with `/`
 */
export function createUrls(baseUrl: string): Urls {
  const voila = baseUrl.endsWith('/voila/') ? baseUrl : `${baseUrl}voila/`;
  const api = `${baseUrl}api/`;
  const kernel = (kernelId: string) => `${api}kernels/${encodeURIComponent(kernelId)}`;
  return {
    voila,
    render: (path) => `${voila}render/${encodePath(path)}`,
    tree: (path) => `${voila}tree/${encodePath(path)}`,
    files: (path) => `${voila}files/${encodePath(path)}`,
    static: (file) => `${voila}static/${encodePath(file)}`,
    sessions: `${api}sessions`,
    watch: (path) => `${api}watch/${encodePath(path)}`,
    leave: (sessionId) => `${api}sessions/${encodeURIComponent(sessionId)}/leave`,
    kernel,
    channels: (kernelId) => `${kernel(kernelId)}/channels`,
  };
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
