export interface StatusAction {
  label: string;
  run(): void;
}

export interface StatusMessage {
  text: string;
  /** Finds an error in the log. */
  reference?: string | undefined;
  action?: StatusAction;
  kind?: 'info' | 'warning';
}

/** Where the page says in words what is going on: one line about the connection, and notices that the visitor dismisses. */
export interface StatusLine {
  /** Says how the connection stands; `undefined` is that all is well. After `delay` ms, if nothing else was said by then. */
  show(message: StatusMessage | undefined, delay?: number): void;
  /** Says what is under way; `undefined` when nothing is. */
  progress(text: string | undefined): void;
  /** Adds a notice; the same one again takes the place of the first. */
  notify(message: StatusMessage): void;
}

const MAX_NOTICES = 3;

export function createStatusLine(): StatusLine {
  const root = document.querySelector('#eccola-status') ?? document.body.appendChild(makeRoot());
  const connection = root.appendChild(document.createElement('div'));
  const progress = root.appendChild(document.createElement('div'));
  const notices = root.appendChild(document.createElement('div'));
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    show(message, delay = 0) {
      clearTimeout(timer);
      const render = () => connection.replaceChildren(...(message ? [makeLine(message)] : []));
      if (delay > 0) timer = setTimeout(render, delay);
      else render();
    },
    progress(text) {
      const line = progress.firstElementChild;
      const words = line?.querySelector('span');
      if (text === undefined) line?.remove();
      else if (words) words.textContent = text;
      else progress.append(makeLine({ text }));
    },
    notify(message) {
      for (const notice of [...notices.children]) {
        if (notice.firstElementChild?.textContent === message.text) notice.remove();
      }
      const line = makeLine({
        ...message,
        action: message.action ?? { label: 'Dismiss', run: () => line.remove() },
      });
      notices.append(line);
      while (notices.children.length > MAX_NOTICES) notices.firstElementChild?.remove();
    },
  };
}

function makeRoot(): HTMLElement {
  const root = document.createElement('div');
  root.id = 'eccola-status';
  root.setAttribute('role', 'status');
  return root;
}

function makeLine({ text, reference, action, kind = 'info' }: StatusMessage): HTMLElement {
  const line = document.createElement('div');
  line.className = `eccola-status-line eccola-status-${kind}`;
  const words = line.appendChild(document.createElement('span'));
  words.textContent = text;
  if (reference !== undefined) {
    const small = line.appendChild(document.createElement('small'));
    small.textContent = `Reference: ${reference}`;
  }
  if (action) {
    const button = line.appendChild(document.createElement('button'));
    button.type = 'button';
    button.textContent = action.label;
    button.addEventListener('click', () => action.run());
  }
  return line;
}
