import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, CDPSession, Page } from 'puppeteer-core';
import { PugmarkError } from '../../core/errors.ts';
import { buildBrowserFlags } from './browser-flags.ts';
import { writeBrowserPreferences } from './browser-preferences.ts';
import { withDeadline } from './deadline.ts';
import { PageGate, type HeldWindow } from './page-gate.ts';
import { refusePermissions } from './permissions.ts';
import { PipeDownloads } from './pipe-downloads.ts';
import { parseProxy } from './proxy.ts';
import type { OpenedPage, OpenedWindow, RecordedBrowser, TabShell } from './recorded-browser.ts';
import { startChromium, type StartedChromium } from './start-chromium.ts';
import type { SteeredPage } from './tab.ts';

export interface LaunchOptions {
  readonly executablePath: string;
  /** An existing folder of the caller's. A temporary profile and files under way lie in it and are removed on close. */
  readonly scratchFolder: string;
  /** A kept profile (a saved login); made when missing, never removed. Absent: a temporary one. */
  readonly profileFolder?: string;
  /** Default: true. */
  readonly headless?: boolean;
  /** BCP 47; what the page is asked for in. Default: the system's. */
  readonly language?: string;
  /** `http://`, `https://`, `socks4://` or `socks5://` host:port. Nothing goes past it: where it fails, the request fails. */
  readonly proxy?: string;
  /** Only the practice market's hosts exist. */
  readonly practiceOnly?: boolean;
  /** Accept invalid certificates; a named choice of a person, told in `warnings`. */
  readonly insecureTls?: boolean;
  readonly gpu?: 'off' | 'as-found';
  /**
   * `contained` (default): a page that opens a window opens nothing. `taken`: windows are held until `takeWindows` has taken or refused them,
   * and all pages share cookies and storage. `person`: someone is browsing by hand, and windows are theirs.
   */
  readonly windows?: 'contained' | 'taken' | 'person';
  readonly window?: { readonly widthPx: number; readonly heightPx: number };
  /** Chromium cannot be sandboxed as root. Default: whether this process is root. */
  readonly asRoot?: boolean;
  readonly launchMs?: number;
  /** For measurements, and for a browser that prints and reaches nothing. The last one of a kind counts. */
  readonly extraFlags?: readonly string[];
}

const CLOSE_MS = 5_000;

/**
 * Starts a Chromium of ours, reached over a pipe: no port is opened, and when this process dies, the pipe closes and the
 * browser ends. Throws `browser-launch-failed`, `usage` (proxy), `io-failed` (profile).
 */
export async function launchBrowser(options: LaunchOptions): Promise<RecordedBrowser> {
  const { headless = true, asRoot = process.getuid?.() === 0 } = options;
  const { proxy: proxyText, ...flagOptions } = options;
  const proxy = proxyText === undefined ? {} : { proxy: parseProxy(proxyText) };
  const ownFolder = await mkdtemp(join(options.scratchFolder, 'browser-')).catch((cause: unknown) => {
    throw new PugmarkError('io-failed', `No folder for the browser can be made in ${options.scratchFolder}`, { cause });
  });
  const profileFolder = options.profileFolder ?? join(ownFolder, 'profile');
  const downloadFolder = join(ownFolder, 'downloads');
  try {
    await mkdir(downloadFolder);
    await writeBrowserPreferences(profileFolder, { ...options, isKept: options.profileFolder !== undefined });
    const flags = [
      ...buildBrowserFlags({ ...flagOptions, ...proxy, profileFolder, headless, sandbox: !asRoot }),
      ...(options.extraFlags ?? []),
    ];
    const chromium = await startChromium(options.executablePath, options.launchMs ?? 30_000, [...flags, 'about:blank'], {
      holdWindows: options.windows === 'taken',
    });
    return await contain(chromium, { ...options, headless, sandbox: !asRoot, flags, ownFolder, downloadFolder });
  } catch (error) {
    await rm(ownFolder, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

interface Started extends LaunchOptions {
  readonly headless: boolean;
  readonly sandbox: boolean;
  readonly flags: readonly string[];
  readonly ownFolder: string;
  readonly downloadFolder: string;
}

async function contain({ browser, process: child, held }: StartedChromium, options: Started): Promise<RecordedBrowser> {
  const lost = new AbortController();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= end(browser, child, options.ownFolder));
  browser.once('disconnected', () => {
    if (closing === undefined) lost.abort(new PugmarkError('browser-lost', 'The browser has gone'));
  });
  try {
    const session = await browser.target().createCDPSession();
    const { product, userAgent } = await session.send('Browser.getVersion');
    const downloads = await PipeDownloads.watch(session, options.downloadFolder);
    await refusePermissions(session);
    // A kept profile is used as it is, and the windows of a person or of one case belong together; everything else meets each page as a stranger.
    const isIsolated = options.profileFolder === undefined && (options.windows ?? 'contained') === 'contained';
    let taker: ((window: OpenedWindow) => boolean) | undefined;
    const take = (window: HeldWindow): boolean => {
      const { openerTargetId, url } = window;
      const open = (): OpenedPage<SteeredPage> => openWindow({ browser, session, downloads, gate }, window);
      return taker?.({ openerTargetId, url, open }) === true;
    };
    const gate: PageGate | undefined =
      options.windows === 'person' ? undefined : await PageGate.stand(session, held === undefined ? undefined : { held, take });
    const processId = child.pid;
    return {
      facts: { product, userAgent, headless: options.headless, sandbox: options.sandbox },
      flags: options.flags.filter((flag) => !flag.startsWith('--user-data-dir=')),
      proxied: options.proxy !== undefined,
      warnings: warningsOf(options),
      lost: lost.signal,
      ...(processId === undefined ? {} : { processId }),
      openPage: () => openPage({ browser, session, downloads, gate, isIsolated, lost: lost.signal }),
      ...(held === undefined ? {} : { takeWindows: (given) => void (taker = given), clearData: () => clearData(browser, lost.signal) }),
      close,
    };
  } catch (cause) {
    await close();
    throw new PugmarkError('browser-launch-failed', `The browser started but cannot be steered: ${options.executablePath}`, { cause });
  }
}

interface Contained {
  readonly browser: Browser;
  readonly session: CDPSession;
  readonly downloads: PipeDownloads;
  readonly gate: PageGate | undefined;
  /** Every page in a browser context of its own: no cookie, cache or storage of another one. */
  readonly isIsolated: boolean;
  readonly lost: AbortSignal;
}

async function openPage({ browser, session, downloads, gate, isIsolated, lost }: Contained): Promise<OpenedPage> {
  const context = isIsolated
    ? await withDeadline(makeContext(browser, session, downloads), { ms: 10_000, signal: lost, what: 'make a browser context' })
    : undefined;
  const open = (): Promise<Page> =>
    // A window of its own: a tab behind another one is hidden, draws nothing and lets its timers sleep.
    withDeadline((context ?? browser).newPage({ type: 'window' }), { ms: 10_000, signal: lost, what: 'open a page of the browser' });
  const { page, targetId } = gate === undefined ? await openUngated(open) : await gate.letThrough(open);
  return { page, targetId, shell: shellOf({ session, downloads, gate }, targetId, context) };
}

/** A window that a page opened, as one of ours. */
function openWindow(
  { browser, ...around }: Pick<Contained, 'browser' | 'session' | 'downloads' | 'gate'>,
  { targetId, session, release, onGone }: HeldWindow,
): OpenedPage<SteeredPage> {
  const page: SteeredPage = {
    createCDPSession: async () => {
      if (around.gate === undefined) throw new PugmarkError('browser-launch-failed', 'No gate to take windows in');
      return around.gate.attach(targetId);
    },
    browser: () => browser,
    once: (_close, listener) => onGone(listener),
  };
  return { page, targetId, session, release, shell: shellOf(around, targetId, undefined) };
}

function shellOf(
  { session, downloads, gate }: Pick<Contained, 'session' | 'downloads' | 'gate'>,
  targetId: string,
  context: BrowserContext | undefined,
): TabShell {
  const endings: (() => void)[] = [() => gate?.forget(targetId)];
  return {
    onPopup: (listener) => gate?.onPopup(targetId, listener),
    onPermission: () => undefined,
    onDownload: (listener, ownsFrame) => void endings.push(downloads.receive(listener, ownsFrame)),
    cancelDownload: (id) => downloads.cancel(id),
    close: async () => {
      for (const stop of endings) stop();
      try {
        // Over our own session: puppeteer would wait for a page that may never answer again.
        await session.send('Target.closeTarget', { targetId });
      } finally {
        // Also when the page was gone already.
        await context?.close();
      }
    },
  };
}

/** Of every site at once; the page that the browser opened by itself is asked to, because no other one is sure to be there. */
async function clearData(browser: Browser, lost: AbortSignal): Promise<void> {
  const [page] = await browser.pages();
  if (page === undefined) throw new PugmarkError('browser-lost', 'The browser has no page left');
  const session = await page.createCDPSession();
  const cleared = Promise.all([
    session.send('Network.clearBrowserCookies'),
    session.send('Network.clearBrowserCache'),
    session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' }),
  ]);
  try {
    await withDeadline(cleared, { ms: 10_000, signal: lost, what: 'clear the data of the browser' });
  } finally {
    void session.detach().catch(() => undefined);
  }
}

/** What holds for the browser holds for each context only when it is said of it. */
async function makeContext(browser: Browser, session: CDPSession, downloads: PipeDownloads): Promise<BrowserContext> {
  const context = await browser.createBrowserContext();
  await downloads.watchContext(context.id);
  await refusePermissions(session, context.id);
  return context;
}

async function openUngated(open: () => Promise<Page>): Promise<{ readonly page: Page; readonly targetId: string }> {
  const page = await open();
  const session = await page.createCDPSession();
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  return { page, targetId: targetInfo.targetId };
}

function warningsOf(options: Started): RecordedBrowser['warnings'] {
  return [
    ...(options.sandbox ? [] : [{ code: 'sandbox-off', detail: 'The browser ran as root and therefore without its sandbox' }]),
    ...(options.insecureTls === true
      ? [{ code: 'tls-not-checked', detail: 'Invalid certificates were accepted by choice of the operator' }]
      : []),
  ];
}

async function end(browser: Browser, child: ChildProcess, ownFolder: string): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  await withDeadline(browser.close(), { ms: CLOSE_MS, what: 'close the browser' }).catch(() => child.kill('SIGKILL'));
  // Until its processes are gone they write into the profile that is removed next.
  await withDeadline(gone, { ms: CLOSE_MS, what: 'end the browser' }).catch(() => undefined);
  await rm(ownFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
