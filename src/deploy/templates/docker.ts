import { toCloneUrl } from '../git-remote.js';
import type { Piece } from '../init/pieces.js';
import { installCommand, type Site } from './site.js';
import { REMOVE_UNUSED, WHAT_IS_UNUSED } from './unused-files.js';

/** A container image of the app, for any host that runs one. */
export function dockerFiles(site: Site): Piece[] {
  return [
    { kind: 'file', path: 'Dockerfile', content: dockerfile(site) },
    { kind: 'file', path: '.dockerignore', content: DOCKERIGNORE },
  ];
}

const DOCKERIGNORE = `.git
.github
node_modules
.env*
**/.ipynb_checkpoints
**/*.log
`;

function dockerfile(site: Site): string {
  // npm fetches a pinned commit with git, which the slim image does not have.
  const buildImage = site.source.kind === 'git' ? 'bookworm' : 'bookworm-slim';
  return `# syntax=docker/dockerfile:1
# docker build -t ${site.name} . && docker run --rm -p 8866:8866 ${site.name}
# Everybody who reaches it may use the app (--public). Arguments after the image's name go to eccola too:
# --base-url=/apps/${site.name}/ for a proxy that puts it below a path.
ARG NODE_VERSION=24

FROM node:\${NODE_VERSION}-${buildImage} AS build
WORKDIR /app
# ONNX Runtime's install script would download CUDA libraries of several hundred MB. What is compiled is kept in /app.
ENV ONNXRUNTIME_NODE_INSTALL=skip XDG_CACHE_HOME=/app/.cache
COPY ${manifests(site).join(' ')} ./
RUN ${installCommand(site)} --no-audit --no-fund
${WHAT_IS_UNUSED}
RUN ${REMOVE_UNUSED.join(' \\\n && ')}
COPY . .
# Compiles each notebook and runs it once: an error, or a native library that does not fit this image, ends the build.
RUN node_modules/.bin/eccola build .

FROM node:\${NODE_VERSION}-bookworm-slim
# tini, as process 1, passes signals on and reaps what a kernel may leave.
RUN apt-get update \\
  && apt-get install --yes --no-install-recommends tini \\
  && rm -rf /var/lib/apt/lists/*
${labels(site)}
WORKDIR /app
ENV NODE_ENV=production XDG_CACHE_HOME=/app/.cache
COPY --from=build --chown=node:node /app ./
# The base image's own account, uid 1000. Nothing below /app has to be written to: --read-only --tmpfs /tmp works.
USER node
EXPOSE 8866
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \\
  CMD ["node", "-e", "fetch(\`http://127.0.0.1:\${process.env.PORT || 8866}/healthz\`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# A shell, because the port is the host's to say; exec, so that the shell is gone when eccola runs.
ENTRYPOINT ["tini", "--", "sh", "-c", "exec node_modules/.bin/eccola . --host=0.0.0.0 --port=\${PORT:-8866} --public \\"$@\\"", "eccola"]
`;
}

/** What decides which packages are installed: copied first, so that a changed notebook installs nothing anew. */
function manifests({ source, hasLockfile }: Site): string[] {
  const tarball = source.kind === 'tarball' ? [source.file] : [];
  return ['package.json', ...(hasLockfile ? ['package-lock.json'] : []), ...tarball];
}

function labels({ name, remote }: Site): string {
  const title = `LABEL org.opencontainers.image.title="${name}"`;
  if (!remote) return title;
  const source = toCloneUrl(remote).replace(/\.git$/, '');
  return `${title} \\\n  org.opencontainers.image.source="${source}"`;
}
