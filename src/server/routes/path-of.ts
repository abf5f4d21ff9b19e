import type { Request } from 'express';

/** What a route's wildcard `*path` stands for, decoded, with `/`; empty without one. */
export function pathOf(request: Request): string {
  const segments: unknown = request.params.path;
  return Array.isArray(segments) ? segments.join('/') : '';
}
