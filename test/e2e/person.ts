import type { Page } from 'puppeteer-core';
import { findBarriers } from '../support/barriers.ts';
import { eventually } from '../support/eventually.ts';

type Role = 'button' | 'link' | 'tab' | 'textbox' | 'switch';

/** Does what a person does before the window: reads what stands there, presses what has a name. */
export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(name: string, role: Role = 'button'): Promise<void> {
    await this.page.locator(`::-p-aria([name="${name}"][role="${role}"])`).click();
  }

  async fill(label: string, text: string): Promise<void> {
    const field = await this.page.waitForSelector(`::-p-aria([name="${label}"][role="textbox"])`, { visible: true });
    await field?.click({ count: 3 });
    await field?.type(text);
  }

  read(): Promise<string> {
    return this.page.evaluate(() => document.body.innerText);
  }

  /** Waits until it can be read. */
  async see(...texts: readonly (string | RegExp)[]): Promise<void> {
    await eventually(async () => {
      const shown = await this.read();
      const missed = texts.find((text) => (typeof text === 'string' ? !shown.includes(text) : !text.test(shown)));
      if (missed !== undefined) throw new Error(`Cannot read ${String(missed)}, only: ${shown}`);
    });
  }

  /** The address that the evidence browser shows. */
  readAddress(): Promise<string> {
    return this.page.$eval('::-p-aria([name="Address"][role="textbox"])', (field) => (field as HTMLInputElement).value);
  }

  /** Waits until a picture is drawn that is more than one surface. */
  async seePicture(): Promise<void> {
    await this.page.waitForFunction(
      () =>
        [...document.querySelectorAll('canvas')].some((canvas) => {
          const { width, height } = canvas;
          if (width * height === 0) return false;
          const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
          const colours = new Set<number>();
          for (let at = 0; at < pixels.length && colours.size < 100; at += 4 * 97)
            colours.add((pixels[at] ?? 0) * 65_536 + (pixels[at + 1] ?? 0) * 256 + (pixels[at + 2] ?? 0));
          return colours.size >= 100;
        }),
      // Reading a canvas back at every frame keeps a whole processor from drawing it.
      { polling: 200 },
    );
  }

  /** Clicks in the live picture, so far from its upper left. */
  async clickPicture(x: number, y: number): Promise<void> {
    const box = await (await this.page.waitForSelector('canvas'))?.boundingBox();
    await this.page.mouse.click((box?.x ?? 0) + x, (box?.y ?? 0) + y);
  }

  async chooseFile(button: string, path: string): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForFileChooser(), this.press(button)]);
    await chooser.accept([path]);
  }

  /** Throws where axe finds that something shown keeps anybody out. */
  async meetsNoBarrier(): Promise<void> {
    const found = await findBarriers(this.page);
    if (found.length > 0) throw new Error(found.join('\n'));
  }
}
