import { expect, test } from 'vitest';
import { isWorkplace } from '../../../src/cli/workplace.js';

test('a machine without signs of anything else is somebody’s own', () => {
  expect(isWorkplace({ HOME: '/home/ada' }, () => false)).toBe(true);
});

test.each([
  ['production', { NODE_ENV: 'production' }, []],
  ['Kubernetes', { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, []],
  ['JupyterHub', { JUPYTERHUB_USER: 'ada' }, []],
  ['a container of Docker’s', {}, ['/.dockerenv']],
  ['a container of Podman’s', {}, ['/run/.containerenv']],
])('%s is a place that only serves', (_, environment, files: string[]) => {
  expect(isWorkplace(environment, (file) => files.includes(file))).toBe(false);
});
