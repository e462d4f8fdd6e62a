import type { TabFrame, TabPlace } from '../../core/surface-ports.ts';
import type { OpenedPage, RecordedBrowser } from '../browser/recorded-browser.ts';
import type { ContainedTab } from '../browser/open-tab.ts';
import type { SteeredPage } from '../browser/tab.ts';

/** What a page is shown by, where surfaces differ: a picture of a page of a browser of ours, or a view of a shell. */
export interface PageView {
  place(place: TabPlace): Promise<void>;
  /** Puts the page before others of its window: behind them it is drawn late, or not at all. Never rejects. */
  front(): Promise<void>;
  watch(listener: (frame: TabFrame) => Promise<void>): () => void;
}

/** What pages are opened on. */
export interface PageHost {
  readonly shows: 'picture' | 'native';
  /** Where a page comes from: one browser for all tabs, or one connection for each. Throws `browser-lost`, `browser-launch-failed`. */
  newPage(): Promise<HostedPage>;
  /** How an opened page is shown. */
  view(tab: ContainedTab<SteeredPage>): Promise<PageView>;
}

/** A page to be contained: blank and new, or a window that a page opened. */
export interface HostedPage {
  readonly browser: RecordedBrowser;
  readonly window?: OpenedPage<SteeredPage>;
}
