/** Where a container reads what it may use of the machine's cores. */
export const CPU_QUOTA_FILE = '/sys/fs/cgroup/cpu.max';

/**
 * How many cores a process has work for: those that there are, or as many as its container's quota is worth, which Node
 * 20 does not look at.
 * @param quota the text of `cpu.max`; empty where there is none
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
export function coresWithin(quota: string, cores: number): number {
  const [, allowed, period] = /^(\d+) (\d+)\s*$/.exec(quota) ?? [];
  if (allowed === undefined || !Number(period)) return cores;
  return Math.max(1, Math.min(cores, Math.ceil(Number(allowed) / Number(period))));
}
