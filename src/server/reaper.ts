import { spawn } from 'node:child_process';

/** Sees to it that no process outlives the server, however the server ends. */
export interface Reaper {
  /** @param exited after it the process is left alone: its id may be another's */
  watch(pid: number, exited: Promise<unknown>): void;
  close(): Promise<void>;
}

/**
 * A process whose event loop is busy does not notice that its ipc channel is gone, and a server that was killed tells
 * nobody. A shell waits on a pipe from the server: when that closes, it kills what is still alive and removes `folder`.
 * Costs a megabyte, once. Windows needs none, as Node ends a process's children with it there.
 */
const SCRIPT = `
trap '' INT TERM HUP
alive=' '
while read -r sign pid; do
  case $sign in
    +) alive="$alive$pid " ;;
    -) case $alive in *" $pid "*) alive="\${alive%% $pid *} \${alive#* $pid }" ;; esac ;;
  esac
done
for pid in $alive; do kill -9 "$pid" 2>/dev/null; done
rm -rf -- "$1" 2>/dev/null || { chmod -R u+rwx -- "$1"; rm -rf -- "$1"; }
`;

/** @param folder a private temporary folder, removed at the end */
export function startReaper(folder: string): Reaper {
  if (process.platform === 'win32') return { watch: () => {}, close: () => Promise.resolve() };
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'eccola-reaper', folder], {
    cwd: '/',
    // What ends the server's whole process group must not end this one with it.
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  // Without a shell, or after somebody killed it, idle processes still end with their ipc channel.
  const ended = new Promise<void>((resolve) => {
    shell.once('error', () => resolve());
    shell.once('exit', () => resolve());
  });
  shell.stdin.on('error', () => {});
  return {
    watch: (pid, exited) => {
      shell.stdin.write(`+ ${pid}\n`);
      void exited.then(() => shell.stdin.write(`- ${pid}\n`));
    },
    close: () => {
      shell.ref();
      shell.stdin.end();
      return ended;
    },
  };
}
