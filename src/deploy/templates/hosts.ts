import type { Piece } from '../init/pieces.js';
import { dockerFiles } from './docker.js';
import type { Site } from './site.js';

/*
 * Hosts that build the Dockerfile and run it. A kernel lives in the memory of the one machine that started it, so each
 * of these says: one machine, no rolling over to a second one while a visitor is there.
 */

/** @see https://huggingface.co/docs/hub/spaces-sdks-docker */
export function huggingFaceFiles(site: Site): Piece[] {
  const content = `title: ${site.name}
sdk: docker
app_port: 8866
pinned: false
`;
  return [...dockerFiles(site), { kind: 'front-matter', path: 'README.md', content }];
}

/** @see https://fly.io/docs/reference/configuration/ */
export function flyFiles(site: Site): Piece[] {
  const content = `app = "${site.name}"

[build]
  dockerfile = "Dockerfile"

[env]
  PORT = "8866"

[http_service]
  internal_port = 8866
  force_https = true
  auto_stop_machines = "stop"
  auto_start_machines = true
  min_machines_running = 0

  # A visitor holds a websocket for as long as the page is open.
  [http_service.concurrency]
    type = "connections"
    soft_limit = 40
    hard_limit = 60

  [[http_service.checks]]
    method = "GET"
    path = "/healthz"
    interval = "30s"
    timeout = "5s"
    grace_period = "30s"

[[vm]]
  memory = "1gb"
`;
  return [...dockerFiles(site), { kind: 'file', path: 'fly.toml', content }];
}

/** @see https://render.com/docs/blueprint-spec */
export function renderFiles(site: Site): Piece[] {
  const content = `services:
  - type: web
    name: ${site.name}
    runtime: docker
    plan: starter
    numInstances: 1
    healthCheckPath: /healthz
`;
  return [...dockerFiles(site), { kind: 'file', path: 'render.yaml', content }];
}

/** @see https://cloud.google.com/run/docs/reference/yaml/v1 */
export function cloudRunFiles(site: Site): Piece[] {
  const content = `# gcloud builds submit --tag IMAGE . && gcloud run services replace cloudrun.yaml
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: ${site.name}
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/maxScale: "1"
        run.googleapis.com/sessionAffinity: "true"
    spec:
      # Seconds. A websocket counts as one request: 3600 is the most that Cloud Run lets it last.
      timeoutSeconds: 3600
      containerConcurrency: 80
      containers:
        # The name that the image was pushed under.
        - image: IMAGE
          ports:
            - containerPort: 8866
          resources:
            limits:
              cpu: "1"
              memory: 1Gi
          startupProbe:
            httpGet:
              path: /healthz
            failureThreshold: 12
            periodSeconds: 5
`;
  return [...dockerFiles(site), { kind: 'file', path: 'cloudrun.yaml', content }];
}
