import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BASELINE, openBaseline } from '../../../helpers/baseline.js';
import { makeFolder } from '../../../helpers/folder.js';
import { type Answer, contentsOf } from '../../../helpers/kernel-client.js';
import { type JupyterKernel, startJupyterKernel } from '../../../helpers/start-jupyter-kernel.js';

/* Whole notebooks on ZeroMQ, cell by cell, as JupyterLab runs them. */

const PACKAGES = path.resolve(import.meta.dirname, '../../../../node_modules');

test.each(BASELINE)(
  'every cell of $notebook ends and prints as in the baseline',
  async (baseline) => {
    const { cwd, sources, expectAsBaseline } = await openBaseline(baseline);
    expectAsBaseline(await executeAll(await startJupyterKernel({ cwd }), sources));
  },
  180_000,
);

/** Notebooks of npm packages: of ES modules alone, of both kinds, with types of their own and in `@types`. */
test.each([
  [
    'Markdown and formulas',
    [
      'import { marked, type Tokens } from "marked";\nconst heading: Tokens.Heading | undefined = marked.lexer("# Title").find((token): token is Tokens.Heading => token.type === "heading");\nheading?.depth',
      'marked.parse("*one* **two**", { async: false }).trim()',
      'import katex from "katex";\nkatex.renderToString("x^2", { output: "mathml" }).includes("<msup>")',
      'import { AnsiUp } from "ansi_up";\nnew AnsiUp().ansi_to_html("\\u001b[1mbold\\u001b[0m")',
    ],
    [
      '1',
      '<p><em>one</em> <strong>two</strong></p>',
      'true',
      '<span style="font-weight:bold">bold</span>',
    ],
  ],
  [
    'numbers and addresses',
    [
      'import { format } from "d3-format";\nconst percent = format(".1%");',
      'const all = [0.5, 0.251].map((value) => percent(value)); all',
      'import { parse } from "cookie"; import { exports as byExports } from "resolve.exports";\nparse("a=1; b=2").b',
      'byExports({ name: "p", exports: { "./x": "./y.js" } }, "./x")',
    ],
    [undefined, "[ '50.0%', '25.1%' ]", '2', "[ './y.js' ]"],
  ],
  [
    'a server and its client',
    [
      'import { WebSocket, WebSocketServer } from "ws"; import express from "express"; import { once } from "node:events";',
      'const app = express();\napp.get("/hello", (_request, response) => { response.json({ hello: "you" }) });\nconst http = app.listen(0, "127.0.0.1"); await once(http, "listening");\nconst address = http.address(); const port = typeof address === "object" ? address?.port : undefined;',
      'await (await fetch(`http://127.0.0.1:${port}/hello`)).json()',
      'const echo = new WebSocketServer({ server: http });\necho.on("connection", (socket) => socket.on("message", (data) => socket.send(`${data}!`)));\nconst client = new WebSocket(`ws://127.0.0.1:${port}`); await once(client, "open");\nclient.send("hi"); String((await once(client, "message"))[0])',
      'client.terminate(); echo.close(); http.close(); typeof http',
    ],
    [undefined, undefined, "{ hello: 'you' }", 'hi!', 'object'],
  ],
])(
  'a notebook of npm packages runs: %s',
  async (_, cells, results) => {
    const cwd = await makeFolder();
    await symlink(PACKAGES, path.join(cwd, 'node_modules'));
    const answers = await executeAll(await startJupyterKernel({ cwd }), cells);
    expect(answers.map(resultOf)).toEqual(results);
  },
  180_000,
);

async function executeAll(kernel: JupyterKernel, cells: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const code of cells) answers.push(await kernel.execute(code));
  return answers;
}

/** The text of a cell's result, or of its error. */
function resultOf({ iopub }: Answer): unknown {
  for (const [type, content] of contentsOf(iopub)) {
    if (type === 'execute_result') return Object(content).data['text/plain'];
    if (type === 'error') return Object(content).traceback.join('\n');
  }
  return undefined;
}
