import type { Locator, Page } from 'playwright-core';
import type { JupyterServer } from '../../src/deploy/doctor/launch/jupyter-server.js';

/** A notebook in JupyterLab, as an author sees it. */
export class LabPage {
  readonly page: Page;
  readonly #lab: JupyterServer;

  constructor(page: Page, lab: JupyterServer) {
    this.page = page;
    this.#lab = lab;
  }

  /** Opens a notebook alone, and waits until its kernel is there. */
  async open(notebook: string): Promise<void> {
    await this.page.goto(`${this.#lab.url}lab/tree/${notebook}?token=${this.#lab.token}&reset`);
    await this.kernel('Idle');
  }

  /** Waits for what the status bar says of the kernel. */
  async kernel(state: 'Idle' | 'Busy'): Promise<void> {
    await this.page.getByText(`TypeScript | ${state}`).waitFor();
  }

  async runAll(): Promise<void> {
    await this.page.getByRole('menuitem', { name: 'Run', exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
  }

  /** A code cell, from 0. */
  cell(index: number): Locator {
    return this.page.locator('.jp-CodeCell').nth(index);
  }

  output(index: number): Locator {
    return this.cell(index).locator('.jp-OutputArea');
  }

  /** Puts the cursor at the end of a cell's first line. */
  async edit(index: number): Promise<void> {
    await this.cell(index).locator('.cm-line').first().click();
    await this.page.keyboard.press('End');
  }

  async run(index: number): Promise<void> {
    await this.edit(index);
    await this.page.keyboard.press('Control+Enter');
  }

  /** A button of the notebook's toolbar. */
  tool(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async restart(): Promise<void> {
    await this.tool('Restart the kernel').click();
    await this.page.getByRole('button', { name: 'Confirm Kernel Restart' }).click();
    await this.page.locator('.jp-Dialog').waitFor({ state: 'detached' });
    await this.kernel('Idle');
  }
}
