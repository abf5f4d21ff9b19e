import { existsSync } from 'node:fs';

/** What a container's engine, Kubernetes and JupyterHub (Binder too) leave for their programs to see. */
const CONTAINER_FILES = ['/.dockerenv', '/run/.containerenv'];
const HOSTED = ['KUBERNETES_SERVICE_HOST', 'JUPYTERHUB_USER', 'BINDER_REPO_URL'];

/** Whether this is somebody's own machine, where notebooks are written, and not one that only serves them. */
export function isWorkplace(
  environment: Readonly<Record<string, string | undefined>>,
  exists: (file: string) => boolean = existsSync,
): boolean {
  if (environment.NODE_ENV === 'production') return false;
  return !HOSTED.some((name) => environment[name]) && !CONTAINER_FILES.some(exists);
}
