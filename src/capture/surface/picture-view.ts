import type { CDPSession } from 'puppeteer-core';
import type { TabFrame, TabPlace } from '../../core/surface-ports.ts';
import { withDeadline } from '../browser/deadline.ts';
import type { ContainedTab } from '../browser/open-tab.ts';
import type { SteeredPage } from '../browser/tab.ts';
import type { PageView } from './page-host.ts';
import { Screencast } from './screencast.ts';

const SIZE_MS = 2_000;
const FRONT_MS = 300;
/** What a screen can be; a view that is larger would fill the memory with its picture. */
const MAX_SIDE = 8_000;

/** A page of a Chromium of ours, shown as a live picture. */
export class PictureView implements PageView {
  readonly #tab: ContainedTab<SteeredPage>;
  readonly #screencast: Screencast;
  #placed = '';

  private constructor(tab: ContainedTab<SteeredPage>, session: CDPSession) {
    this.#tab = tab;
    this.#screencast = new Screencast(session);
  }

  static async of(tab: ContainedTab<SteeredPage>): Promise<PictureView> {
    const session = await withDeadline(tab.page.createCDPSession(), { ms: SIZE_MS, signal: tab.lost, what: 'look at the page' });
    return new PictureView(tab, session);
  }

  async place({ width, height, scale }: TabPlace): Promise<void> {
    const size = { width: sideOf(width), height: sideOf(height), deviceScaleFactor: Math.min(4, Math.max(0.25, scale)) };
    const placed = JSON.stringify(size);
    if (placed === this.#placed) return;
    this.#placed = placed;
    // Over the session that gave the page its first size: another one's would stand beside it.
    const sized = this.#tab.cdp.send('Emulation.setDeviceMetricsOverride', { ...size, mobile: false });
    await withDeadline(sized, { ms: SIZE_MS, signal: this.#tab.lost, what: 'size the page' }).catch(() => undefined);
  }

  async front(): Promise<void> {
    const fronted = this.#tab.cdp.send('Page.bringToFront');
    await withDeadline(fronted, { ms: FRONT_MS, signal: this.#tab.lost, what: 'come to the front' }).catch(() => undefined);
  }

  watch(listener: (frame: TabFrame) => Promise<void>): () => void {
    return this.#screencast.watch(listener);
  }
}

function sideOf(length: number): number {
  return Math.min(MAX_SIDE, Math.max(1, Math.round(length)));
}
