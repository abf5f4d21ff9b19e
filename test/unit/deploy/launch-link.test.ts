import { LaunchSpec } from '@jupyterhub/binderhub-client/spec.js';
import { expect, test } from 'vitest';
import { toLaunchLink, toUrlPath } from '../../../src/deploy/launch-link.js';

const REMOTE = { provider: 'gh', slug: 'org/repo' } as const;

/** Where BinderHub sends the browser after the launch, by its own code. */
function openedBy(link: string): string {
  const { searchParams } = new URL(link);
  const server = new URL('https://hub.example.org/user/org-repo-x1/');
  const opened = LaunchSpec.fromSearchParams(searchParams).getJupyterServerRedirectUrl(server, 'T');
  return opened.href.slice(server.href.length);
}

test('is the link that the form makes of a repository and /voila/render/bears.ipynb', () => {
  expect(toUrlPath('bears.ipynb')).toBe('/voila/render/bears.ipynb');
  const { url, badge } = toLaunchLink(REMOTE, '/voila/render/bears.ipynb');
  expect(url).toBe(
    'https://mybinder.org/v2/gh/org/repo/HEAD?urlpath=%2Fvoila%2Frender%2Fbears.ipynb',
  );
  expect(badge).toBe(`[![Binder](https://mybinder.org/badge_logo.svg)](${url})`);
});

test.each([
  ['bears.ipynb', 'voila/render/bears.ipynb?token=T'],
  ['apps/my bears.ipynb', 'voila/render/apps/my%20bears.ipynb?token=T'],
  ['50%.ipynb', 'voila/render/50%25.ipynb?token=T'],
  ['bären.ipynb', 'voila/render/b%C3%A4ren.ipynb?token=T'],
  [undefined, 'voila/tree/?token=T'],
])('BinderHub opens %s below the Jupyter Server', (notebook, opened) => {
  expect(openedBy(toLaunchLink(REMOTE, toUrlPath(notebook)).url)).toBe(opened);
});

test('BinderHub opens JupyterLab for the path lab', () => {
  expect(openedBy(toLaunchLink(REMOTE, 'lab').url)).toBe('lab?token=T');
});

test('escapes what is one step of the path for other hosts than GitHub', () => {
  expect(toLaunchLink({ provider: 'gl', slug: 'a/b/c' }, 'lab').url).toBe(
    'https://mybinder.org/v2/gl/a%2Fb%2Fc/HEAD?urlpath=lab',
  );
  expect(toLaunchLink({ provider: 'git', url: 'https://g.example/x' }, 'lab', 'v1/rc').url).toBe(
    'https://mybinder.org/v2/git/https%3A%2F%2Fg.example%2Fx/v1%2Frc?urlpath=lab',
  );
});
