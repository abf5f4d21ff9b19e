import { startServer } from '../server.mjs';

/** What a browser with an empty cache loads until the upload button can be used. */
export async function firstVisit(product, browser) {
  const server = await startServer(product);
  try {
    // The server's own first visit may find a page that waits for the notebook to be compiled.
    await load(browser, server.appUrl);
    const { bytes, requests, socketBytes } = await load(browser, server.appUrl);
    return {
      'bytes over HTTP, kB': bytes / 1000,
      'requests, websocket included': requests,
      'bytes over the websocket, kB': socketBytes / 1000,
    };
  } finally {
    await server.close();
  }
}

async function load(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  const total = { bytes: 0, requests: 0, socketBytes: 0 };
  client.on('Network.requestWillBeSent', ({ request }) => {
    if (/^https?:/.test(request.url)) total.requests += 1;
  });
  client.on('Network.webSocketCreated', () => {
    total.requests += 1;
  });
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    total.bytes += encodedDataLength;
  });
  client.on('Network.webSocketFrameReceived', ({ response }) => {
    // Opcode 2 is a binary frame, whose payload CDP gives in base64.
    total.socketBytes += response.payloadData.length * (response.opcode === 2 ? 0.75 : 1);
  });
  await page.goto(url);
  await page.getByRole('button', { name: 'Choose a photo' }).click({ trial: true });
  await page.waitForLoadState('networkidle');
  await context.close();
  return total;
}
