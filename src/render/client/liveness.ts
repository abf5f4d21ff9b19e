/** The page must not look alive when it is not: what is used for longer than this without a kernel is shown as disabled. */
const PATIENCE = 5000;

/** Whether the page's widgets can be used. */
export interface Liveness {
  /** There is a kernel, or there is none any more. */
  set(alive: boolean): void;
}

/** Disables the widgets below a root when there has been no kernel for some seconds; what is done until then is kept. */
export function createLiveness(root: HTMLElement): Liveness {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const liveness: Liveness = {
    set(alive) {
      if (alive) {
        clearTimeout(timer);
        timer = undefined;
        root.classList.remove('eccola-dead');
        root.removeAttribute('inert');
        return;
      }
      timer ??= setTimeout(() => {
        root.classList.add('eccola-dead');
        root.setAttribute('inert', '');
      }, PATIENCE);
    },
  };
  liveness.set(false);
  return liveness;
}
