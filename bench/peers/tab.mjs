import { setTimeout as delay } from 'node:timers/promises';
import { installProbe } from './probe.mjs';

const CLICK_AGAIN_MS = 2000;

/** A visitor's tab of its own, with nothing cached and nothing loaded. */
export class Tab {
  #context;
  #selectors;
  #traffic = { requests: 0, bytes: 0, websockets: 0, websocketBytes: 0, foreign: [] };
  #takeChooser = () => {};

  constructor(context, page, selectors) {
    this.#context = context;
    this.page = page;
    this.#selectors = selectors;
  }

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {import('./entries/index.mjs').Entry} entry
   * @param {'classify' | 'echo'} app
   * @param {{ scripts?: boolean, network?: { bytesPerSecond: number, latencyMs: number } }} [options]
   */
  static async open(browser, entry, app, { scripts = true, network } = {}) {
    const context = await browser.newContext({
      viewport: { width: 1000, height: 800 },
      javaScriptEnabled: scripts,
    });
    const page = await context.newPage();
    const { selectors } = entry;
    const tab = new Tab(context, page, selectors);
    const control =
      app === 'classify' ? selectors.upload : (selectors.sliderVisible ?? selectors.slider);
    if (scripts) await page.addInitScript(installProbe, control);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    if (network) {
      await devtools.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: network.latencyMs,
        downloadThroughput: network.bytesPerSecond,
        uploadThroughput: network.bytesPerSecond,
      });
    }
    tab.#count(devtools);
    // Listening from the start, so that the chooser is caught without a round trip at the moment it opens.
    page.on('filechooser', (chooser) => tab.#takeChooser(chooser));
    return tab;
  }

  /**
   * Loads the page and waits until its control can be used.
   * @returns {Promise<{ startedAt: number, usable: number }>} `usable` in ms since the navigation began
   */
  async visit(url, { timeoutMs = 120_000 } = {}) {
    const startedAt = performance.timeOrigin + performance.now();
    await this.page.goto(url, { waitUntil: 'commit', timeout: timeoutMs });
    const usableAt = await this.#untilUsable(startedAt + timeoutMs);
    return { startedAt, usable: usableAt - startedAt };
  }

  /** When the page first showed something, as an epoch in ms. */
  async paintedAt() {
    await this.page.waitForFunction(() => globalThis.__probe.paintedAt);
    return await this.page.evaluate(() => globalThis.__probe.paintedAt);
  }

  async layoutShift() {
    return await this.page.evaluate(() => globalThis.__probe.layoutShift);
  }

  /** Uploads a photo as a visitor does. @returns {Promise<Answer | undefined>} undefined when no label came */
  async upload(photo, { timeoutMs = 30_000 } = {}) {
    await this.#watch(this.#selectors.answer, 'class \\d+ p=[\\d.]+');
    const chooser = await this.#openChooser(timeoutMs);
    await chooser.setFiles(photo);
    return await this.#result(timeoutMs);
  }

  /** Clicks, and clicks again where nothing comes of it: a control may look usable before it is. */
  async #openChooser(timeoutMs) {
    const opened = new Promise((resolve) => {
      this.#takeChooser = resolve;
    });
    for (let waited = 0; waited < timeoutMs; waited += CLICK_AGAIN_MS) {
      await this.#click(this.#selectors.upload);
      const chooser = await Promise.race([opened, delay(CLICK_AGAIN_MS)]);
      if (chooser) return chooser;
    }
    throw new Error('no file chooser opened');
  }

  /** Puts the keyboard on the slider. */
  async focusSlider() {
    await this.page.locator(this.#selectors.slider).first().focus();
  }

  /** Moves the slider by one step. @returns {Promise<Answer | undefined>} undefined when no echo came */
  async step() {
    await this.#watch(this.#selectors.echo, 'Echo: *\\d+');
    await this.page.keyboard.press('ArrowRight');
    return await this.#result(5000);
  }

  /** What has travelled so far; websockets apart, and request bodies not counted. */
  get traffic() {
    return { ...this.#traffic };
  }

  /** Leaves the page as a visitor does, with its unload handlers, and closes the tab. */
  async leave() {
    await this.page.goto('about:blank').catch(() => {});
    await this.#context.close();
  }

  async #untilUsable(deadline) {
    for (;;) {
      try {
        return await this.page.evaluate(
          async (timeoutMs) => {
            const timeout = new Promise((_, reject) => setTimeout(reject, timeoutMs, 'timeout'));
            return await Promise.race([globalThis.__probe.usable, timeout]);
          },
          deadline - performance.timeOrigin - performance.now(),
        );
      } catch (error) {
        // Pages that lead on to another one take the promise with them.
        if (performance.timeOrigin + performance.now() > deadline) {
          throw new Error('its control did not become usable', { cause: error });
        }
      }
    }
  }

  /** Presses the mouse where the element is now. Playwright's own click first waits until it is sure to work. */
  async #click(selector) {
    const { x, y } = await this.page.evaluate((where) => {
      const { left, top, width, height } = document.querySelector(where).getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }, selector);
    await this.page.mouse.click(x, y);
  }

  async #watch(selector, pattern) {
    await this.page.evaluate(
      ([where, what]) => globalThis.__probe.watch(where, what),
      [selector, pattern],
    );
  }

  /**
   * @typedef {object} Answer
   * @property {string} text
   * @property {number} startedAt when the file was chosen or the key pressed, as an epoch in ms
   * @property {number} endedAt when the text was in the document
   * @property {number} ms
   */
  async #result(timeoutMs) {
    const result = await this.page.evaluate((ms) => globalThis.__probe.result(ms), timeoutMs);
    if (!result) return undefined;
    if (result.startedAt === undefined) throw new Error('the probe did not see the input');
    return { ...result, ms: result.endedAt - result.startedAt };
  }

  #count(devtools) {
    const traffic = this.#traffic;
    devtools.on('Network.requestWillBeSent', ({ request }) => {
      const { protocol, hostname } = new URL(request.url);
      if (!/^https?:$/.test(protocol)) return;
      traffic.requests += 1;
      if (hostname !== '127.0.0.1') traffic.foreign.push(request.url);
    });
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      traffic.bytes += Math.max(0, encodedDataLength);
    });
    devtools.on('Network.webSocketCreated', () => {
      traffic.websockets += 1;
    });
    for (const direction of ['Sent', 'Received']) {
      devtools.on(`Network.webSocketFrame${direction}`, ({ response }) => {
        const { opcode, payloadData } = response;
        // Binary payloads come in base64.
        traffic.websocketBytes += opcode === 2 ? payloadData.length * 0.75 : payloadData.length;
      });
    }
  }
}
