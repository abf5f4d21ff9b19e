# syntax=docker/dockerfile:1
# docker build -t eccola . && docker run --rm -p 8866:8866 eccola
# Arguments after the image's name go to eccola: `--public` lets everybody in without the token that it prints,
# `--base-url=/apps/bears/` is for a proxy that puts it below a path.
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
# What is compiled is kept in /app.
ENV XDG_CACHE_HOME=/app/.cache
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.base.json ./
COPY scripts ./scripts
COPY src ./src
# ONNX Runtime and ZeroMQ come with every platform's libraries, TypeScript with what only editors use.
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  && find node_modules/onnxruntime-node/bin/napi-v* node_modules/zeromq/build -mindepth 2 -maxdepth 2 -type d \
    ! -path "*/linux/$(node -p process.arch)" -exec rm -rf {} + \
  && find node_modules/@tslab/typescript-for-tslab/lib -mindepth 1 -maxdepth 1 \
    \( -type d -o -name "ts[cs]*" -o -name "typings*" \) -exec rm -rf {} +
COPY notebooks ./notebooks
# Compiles each notebook and runs it once: an error, or a native library that does not fit this image, ends the build.
RUN node dist/cli/main.js build notebooks

FROM node:${NODE_VERSION}-bookworm-slim
# tini, as process 1, passes signals on and reaps what a kernel may leave.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/*
LABEL org.opencontainers.image.title="eccola" \
  org.opencontainers.image.description="TypeScript notebooks as live web apps" \
  org.opencontainers.image.licenses="BSD-3-Clause"
WORKDIR /app
ENV NODE_ENV=production XDG_CACHE_HOME=/app/.cache
COPY --from=build --chown=node:node /app/package.json ./
COPY --from=build --chown=node:node /app/node_modules ./node_modules
COPY --from=build --chown=node:node /app/dist ./dist
COPY --from=build --chown=node:node /app/notebooks ./notebooks
COPY --from=build --chown=node:node /app/.cache ./.cache
# The base image's own account, uid 1000. Nothing below /app has to be written to: --read-only --tmpfs /tmp works.
USER node
EXPOSE 8866
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8866}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# A shell, because the port is the host's to say; exec, so that the shell is gone when eccola runs.
ENTRYPOINT ["tini", "--", "sh", "-c", "exec node dist/cli/main.js notebooks --host=0.0.0.0 --port=${PORT:-8866} \"$@\"", "eccola"]
