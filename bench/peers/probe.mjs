/**
 * Runs in every document before the page's own scripts and notes when things happen, in ms of `performance.timeOrigin`.
 * It is sent to the browser as text, so it uses nothing of this module.
 * @param {string} control selector of what the visitor wants to use
 */
export function installProbe(control) {
  const now = () => performance.timeOrigin + performance.now();
  const usable = Promise.withResolvers();
  let isUsable = false;
  let watched;
  const probe = {
    usable: usable.promise,
    /** The sum of all shifts that no input caused: never less than CLS. */
    layoutShift: 0,
    paintedAt: undefined,
    /** Begins to wait for another text than the one that is there; the clock starts with the next input. */
    watch(selector, pattern) {
      const done = Promise.withResolvers();
      const read = () => matchIn(document.querySelector(selector), new RegExp(pattern));
      watched = { read, before: read(), startedAt: undefined, done };
    },
    /** What came, or undefined after `timeoutMs`. */
    async result(timeoutMs) {
      const timeout = new Promise((resolve) => setTimeout(resolve, timeoutMs));
      return await Promise.race([watched.done.promise, timeout]);
    },
  };
  Object.defineProperty(globalThis, '__probe', { value: probe });

  const look = () => {
    if (!isUsable && canBeUsed(document.querySelector(control))) {
      isUsable = true;
      usable.resolve(now());
    }
    const text = watched?.read();
    if (text && text !== watched.before) {
      watched.done.resolve({ text, startedAt: watched.startedAt, endedAt: now() });
      watched = { ...watched, before: text };
    }
  };
  // Changes of the document call it at once; the timer is for what a style sheet changes.
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  setInterval(() => isUsable || look(), 15);

  const start = () => {
    if (watched) watched.startedAt ??= now();
  };
  addEventListener('keydown', start, true);
  addEventListener('change', start, true);
  // A file input that is in no document is seen by nobody but who made it.
  const createElement = Document.prototype.createElement;
  Document.prototype.createElement = function (name, ...rest) {
    const element = createElement.call(this, name, ...rest);
    if (element instanceof HTMLInputElement) element.addEventListener('change', start, true);
    return element;
  };

  observe('layout-shift', (entry) => {
    if (!entry.hadRecentInput) probe.layoutShift += entry.value;
  });
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') {
      probe.paintedAt = performance.timeOrigin + entry.startTime;
    }
  });

  function observe(type, take) {
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
    });
  }

  function matchIn(element, pattern) {
    return pattern.exec(element?.value ?? element?.textContent ?? '')?.[0];
  }

  function canBeUsed(element) {
    if (!element || element.disabled) return false;
    // Before what makes the browser lay out the page, which would then cost more for being watched.
    if (element.closest('[inert], [aria-disabled="true"], fieldset:disabled')) return false;
    const { width, height } = element.getBoundingClientRect();
    const { visibility, opacity, pointerEvents } = getComputedStyle(element);
    return (
      width > 2 &&
      height > 2 &&
      visibility !== 'hidden' &&
      Number(opacity) > 0 &&
      pointerEvents !== 'none'
    );
  }
}
