# syntax=docker/dockerfile:1
# docker build -t eccola . && docker run --rm -p 8866:8866 eccola
# Arguments after the image's name go to eccola: `--public` lets everybody in without the token that it prints.
ARG NODE_IMAGE=node:24-bookworm

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.base.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  # ONNX Runtime's package brings every platform's library; 220 MB of them are macOS's and Windows's.
  && rm -rf node_modules/onnxruntime-node/bin/napi-v*/darwin node_modules/onnxruntime-node/bin/napi-v*/win32 \
  # A native library that does not fit this image fails here, not at the first visitor.
  && node -e "require('onnxruntime-node'); require('sharp')"

FROM ${NODE_IMAGE}-slim
# tini, as process 1, passes signals on and reaps what a kernel may leave.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY notebooks ./notebooks
# The base image's own account, uid 1000.
USER node
EXPOSE 8866
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8866/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "dist/cli/main.js", "notebooks", "--host=0.0.0.0", "--port=8866"]
