import { join } from 'node:path';
import { launch, type Browser, type CDPSession, type Page } from 'puppeteer-core';
import { onTestFinished } from 'vitest';
import { DEFAULT_CAPTURE_LIMITS, type CaptureLimits } from '../../src/core/model/limits.ts';
import { findBrowser } from '../../src/capture/browser/find-browser.ts';
import { thisMachine } from '../../src/capture/browser/this-machine.ts';
import { startRecording } from '../../src/capture/recorder/start-recording.ts';
import type { Recording } from '../../src/capture/recorder/recording.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { tempFolder } from './temp-folder.ts';

export interface RecordedPage {
  readonly browser: Browser;
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly recording: Recording;
  /** Opens an address, waits until the network is quiet. Failure of the navigation is no error here. */
  readonly visit: (url: string, options?: { readonly quietMs?: number; readonly timeoutMs?: number }) => Promise<boolean>;
}

export async function launchTestBrowser(flags: readonly string[] = []): Promise<Browser> {
  const browser = await launch({
    executablePath: findBrowser(thisMachine()).path,
    pipe: true,
    headless: true,
    defaultViewport: null,
    // As the product does it: the recorder is the only one that listens to the network.
    networkEnabled: false,
    userDataDir: tempFolder(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...flags,
    ],
  });
  onTestFinished(() => browser.close());
  return browser;
}

/** A fresh tab, recorded from before its first request; ends with the test. */
export async function openRecordedPage(
  options: { readonly limits?: Partial<CaptureLimits>; readonly flags?: readonly string[]; readonly browser?: Browser } = {},
): Promise<RecordedPage> {
  const folder = tempFolder();
  const browser = options.browser ?? (await launchTestBrowser(options.flags));
  const page = await browser.newPage();
  const cdp = await page.createCDPSession();
  const recording = await startRecording({
    page,
    cdp,
    spoolFolder: join(folder, 'bodies'),
    limits: { ...DEFAULT_CAPTURE_LIMITS, ...options.limits },
    clock: systemClock,
    hashing: nodeHashing,
  });
  return {
    browser,
    page,
    cdp,
    recording,
    visit: async (url, { quietMs = 300, timeoutMs = 15_000 } = {}) => {
      await page.goto(url, { waitUntil: 'domcontentloaded', timeout: timeoutMs }).catch(() => undefined);
      return recording.waitForQuiet({ quietMs, timeoutMs });
    },
  };
}
