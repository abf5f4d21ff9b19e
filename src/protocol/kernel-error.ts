/** An `error` message's content, or an `error` output, as the kernel made it. */
export interface KernelError {
  ename: string;
  evalue: string;
  traceback: readonly string[];
}

/** Reads an error's fields, whatever a notebook made of them. */
export function parseKernelError(content: object): KernelError {
  const { ename, evalue, traceback } = content as Record<string, unknown>;
  return {
    ename: String(ename ?? 'Error'),
    evalue: String(evalue ?? ''),
    traceback: Array.isArray(traceback) ? traceback.map(String) : [],
  };
}
