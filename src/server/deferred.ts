export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** A promise that is settled from outside. (`Promise.withResolvers`, which Node 20 lacks.) */
export function createDeferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/**
 * Waits for a promise, but no longer than this.
 * @returns `late` if time ran out; the promise goes on, and what becomes of it is nobody's concern any more
 */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | 'late'> {
  const late = createDeferred<'late'>();
  const timer = setTimeout(() => late.resolve('late'), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
