import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe } from 'vitest';
import { buildBrowserFlags } from '../../src/capture/browser/browser-flags.ts';
import { writeBrowserPreferences } from '../../src/capture/browser/browser-preferences.ts';
import { findBrowser } from '../../src/capture/browser/find-browser.ts';
import { launchBrowser, type LaunchOptions } from '../../src/capture/browser/launch-browser.ts';
import { openTab, type ContainedTab } from '../../src/capture/browser/open-tab.ts';
import type { RecordedBrowser, Viewport } from '../../src/capture/browser/recorded-browser.ts';
import { thisMachine } from '../../src/capture/browser/this-machine.ts';
import { connectOverDebugger } from '../../src/capture/transport/connect-over-debugger.ts';
import { DEFAULT_CAPTURE_LIMITS, type CaptureLimits } from '../../src/core/model/limits.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { ElectronShapedDebugger, ElectronShapedShell } from './electron-shaped-debugger.ts';
import { RawChromium } from './raw-chromium.ts';
import { isLongTier } from './tier.ts';

export const BROWSER_PATH = findBrowser(thisMachine()).path;

/** Patient enough for a machine that is busy, impatient enough for a test. */
export const TEST_LIMITS: CaptureLimits = { ...DEFAULT_CAPTURE_LIMITS, openMs: 20_000, quietMs: 200 };

/** Drawing by graphics hardware, as far as a machine without any can do it: there the picture of a whole page goes other ways. */
export const GPU_COMPOSITING = {
  gpu: 'as-found',
  extraFlags: [
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
    '--enable-gpu-rasterization',
  ],
} as const;

export type BrowserKind = 'pipe' | 'debugger';

type TestLaunchOptions = Pick<LaunchOptions, 'extraFlags' | 'windows' | 'practiceOnly' | 'insecureTls' | 'language' | 'proxy' | 'gpu'>;

export interface OpenOptions {
  readonly limits?: Partial<CaptureLimits>;
  readonly viewport?: Viewport;
  /** Gives this tab a browser of its own. */
  readonly launch?: TestLaunchOptions;
}

export interface OpenedTab {
  readonly tab: ContainedTab;
  readonly browser: RecordedBrowser;
  readonly limits: CaptureLimits;
  /** The tab's own folder. */
  readonly folder: string;
  /** Only over the debugger: the double and its shell. */
  readonly double?: { readonly debugger: ElectronShapedDebugger; readonly shell: ElectronShapedShell };
  /** Ends the browser's process without a word. */
  readonly kill: () => void;
}

export type OpenForTest = (options?: OpenOptions) => Promise<OpenedTab>;

/**
 * Runs the same tests over a Chromium on a pipe and over one page behind an object shaped like Electron's debugger.
 * `open` gives a recorded, contained tab; tabs end after their test, browsers after the last one.
 */
export function describeOverBothTransports(name: string, define: (open: OpenForTest, kind: BrowserKind) => void): void {
  describeOver('pipe', name, define);
  describeOver('debugger', name, define);
}

/** As above, but over the debugger in the long tier only (`npm run test:full`): what is behind both is the same code, and browsers are slow. */
export function describeOverTransportsOfTier(name: string, define: (open: OpenForTest, kind: BrowserKind) => void): void {
  describeOver('pipe', name, define);
  if (isLongTier()) describeOver('debugger', name, define);
}

/** The same over one of them. */
export function describeOver(kind: BrowserKind, name: string, define: (open: OpenForTest, kind: BrowserKind) => void): void {
  describe(`${name} (${kind})`, () => {
    afterEach(() => benchOf(kind).closeTabs());
    define((options) => benchOf(kind).open(options), kind);
  });
  // Not of the suite alone: the browser goes on for those after it in the same file.
  afterAll(async () => {
    const bench = benches.get(kind);
    benches.delete(kind);
    await bench?.close();
  });
}

const benches = new Map<BrowserKind, Bench>();

function benchOf(kind: BrowserKind): Bench {
  const bench = benches.get(kind) ?? new Bench(kind);
  benches.set(kind, bench);
  return bench;
}

interface Host {
  open(limits: CaptureLimits, folder: string, viewport: Viewport | undefined): Promise<Omit<OpenedTab, 'limits' | 'folder' | 'kill'>>;
  kill(): void;
  close(): Promise<void>;
}

class Bench {
  readonly #kind: BrowserKind;
  readonly #tabs: ContainedTab[] = [];
  readonly #own: Host[] = [];
  readonly #folders: string[] = [];
  #shared: Promise<Host> | undefined;

  constructor(kind: BrowserKind) {
    this.#kind = kind;
  }

  async open({ limits = {}, viewport, launch }: OpenOptions = {}): Promise<OpenedTab> {
    const folder = await this.#newFolder();
    const host = launch === undefined ? await (this.#shared ??= this.#start({})) : await this.#start(launch);
    if (launch !== undefined) this.#own.push(host);
    const all = { ...TEST_LIMITS, ...limits };
    const opened = await host.open(all, folder, viewport);
    this.#tabs.push(opened.tab);
    const kill = (): void => {
      // The next test gets a living one.
      if (launch === undefined) this.#shared = undefined;
      this.#own.push(host);
      host.kill();
    };
    return { ...opened, limits: all, folder, kill };
  }

  async closeTabs(): Promise<void> {
    await Promise.all(this.#tabs.splice(0).map((tab) => tab.close()));
    await Promise.all(this.#own.splice(0).map((host) => host.close()));
  }

  async close(): Promise<void> {
    await this.closeTabs();
    await (await this.#shared)?.close();
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })));
  }

  async #start(options: TestLaunchOptions): Promise<Host> {
    const folder = await this.#newFolder();
    return this.#kind === 'pipe' ? startPipeHost(folder, options) : startDebuggerHost(folder, options);
  }

  async #newFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'pugmark-test-'));
    this.#folders.push(folder);
    return folder;
  }
}

async function startPipeHost(scratchFolder: string, options: TestLaunchOptions): Promise<Host> {
  const browser = await launchBrowser({ executablePath: BROWSER_PATH, scratchFolder, ...options });
  return {
    open: async (limits, folder, viewport) => {
      const tab = await openTab(browser, tabOptions(limits, folder, viewport));
      return { tab, browser };
    },
    kill: () => {
      if (browser.processId !== undefined) process.kill(browser.processId, 'SIGKILL');
    },
    close: () => browser.close(),
  };
}

/** A Chromium as the shell has one inside: its pages are attached to, and wait, before they run. */
export async function startRawChromium(
  scratchFolder: string,
  options: TestLaunchOptions = {},
): Promise<{ readonly chromium: RawChromium; readonly facts: RecordedBrowser['facts'] }> {
  const profileFolder = join(scratchFolder, 'profile');
  const sandbox = process.getuid?.() !== 0;
  await writeBrowserPreferences(profileFolder, options);
  const { proxy, extraFlags = [], ...flags } = options;
  const chromium = new RawChromium(BROWSER_PATH, [
    ...buildBrowserFlags({ ...flags, profileFolder, headless: true, sandbox, ...(proxy === undefined ? {} : { proxy: new URL(proxy) }) }),
    ...extraFlags,
  ]);
  const { product, userAgent } = await chromium.send('Browser.getVersion');
  await chromium.send('Target.setAutoAttach', {
    autoAttach: true,
    flatten: true,
    waitForDebuggerOnStart: true,
    filter: [{ type: 'page' }],
  });
  return { chromium, facts: { product: String(product), userAgent: String(userAgent), headless: true, sandbox } };
}

async function startDebuggerHost(scratchFolder: string, options: TestLaunchOptions): Promise<Host> {
  const { chromium, facts } = await startRawChromium(scratchFolder, options);
  await chromium.send('Browser.setDownloadBehavior', { behavior: 'allowAndName', downloadPath: scratchFolder, eventsEnabled: true });
  return {
    open: async (limits, folder, viewport) => {
      const { targetId, sessionId } = await newView(chromium);
      const double = {
        debugger: new ElectronShapedDebugger(chromium, targetId, sessionId),
        shell: new ElectronShapedShell(chromium, targetId, scratchFolder),
      };
      const browser = await connectOverDebugger(double.debugger, { targetId, facts, shell: double.shell });
      const tab = await openTab(browser, tabOptions(limits, folder, viewport));
      return { tab, browser, double };
    },
    kill: () => chromium.process.kill('SIGKILL'),
    close: () => chromium.close(),
  };
}

/** A view as the shell makes one: blank, and running. */
async function newView(chromium: RawChromium): Promise<{ readonly targetId: string; readonly sessionId: string }> {
  const attached = new Promise<{ targetId: string; sessionId: string }>((resolve) => {
    const listen = ({ method, params }: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }): void => {
      const info = params['targetInfo'] as { targetId: string; openerId?: string } | undefined;
      if (method !== 'Target.attachedToTarget' || info === undefined || info.openerId !== undefined) return;
      chromium.off('event', listen);
      resolve({ targetId: info.targetId, sessionId: String(params['sessionId']) });
    };
    chromium.on('event', listen);
  });
  const created = chromium.send('Target.createTarget', { url: 'about:blank', newWindow: true });
  const view = await attached;
  await chromium.send('Runtime.runIfWaitingForDebugger', {}, view.sessionId);
  await created;
  return view;
}

function tabOptions(limits: CaptureLimits, folder: string, viewport: Viewport | undefined): Parameters<typeof openTab>[1] {
  return {
    clock: systemClock,
    limits,
    folder,
    hashing: nodeHashing,
    ...(viewport === undefined ? {} : { viewport }),
  };
}
