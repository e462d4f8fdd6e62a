import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createChromiumSurfaces } from '../../src/capture/surface/chromium-surfaces.ts';
import type { Observation } from '../../src/core/model/capture-record.ts';
import type { PageQuestion, TabInput } from '../../src/core/model/page-view.ts';
import type { BrowserSurface, BrowserSurfaces, SurfaceOptions, SurfaceTab } from '../../src/core/surface-ports.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { BROWSER_PATH, TEST_LIMITS } from './browser-kinds.ts';
import { placeOf, type DeskThing } from './desk-page.ts';
import { eventually } from './eventually.ts';
import { StagingFolder } from './staging-folder.ts';

/** What a surface is made with in tests. */
export const SURFACE_PARTS = {
  clock: systemClock,
  hashing: nodeHashing,
  random: nodeCryptography.random,
  images: createSharpImageCodec(nodeHashing),
  software: 'pugmark/test',
  findExecutable: () => BROWSER_PATH,
} as const;

export const SURFACE_LIMITS = { ...TEST_LIMITS, popups: 3, dialogs: 4 };

export const openChromiumSurface: BrowserSurfaces['open'] = (options) => createChromiumSurfaces(SURFACE_PARTS).open(options);

type CaptureOptions = Partial<Parameters<SurfaceTab['capture']>[0]>;

export interface TestCapture {
  readonly observation: Observation;
  readonly staging: StagingFolder;
}

/** One browser for all tests of a file; tabs end after their test. */
export class SurfaceBench {
  readonly #open: BrowserSurfaces['open'];
  readonly #folder = mkdtempSync(join(tmpdir(), 'pugmark-test-'));
  #surface: BrowserSurface | undefined;
  #captures = 0;

  constructor(open: BrowserSurfaces['open']) {
    this.#open = open;
    beforeAll(async () => {
      this.#surface = await this.start();
    });
    afterEach(() => Promise.all(this.surface.tabs.map((tab) => tab.close())));
    afterAll(async () => {
      await this.#surface?.close();
      rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    });
  }

  get surface(): BrowserSurface {
    if (this.#surface === undefined) throw new Error('not started');
    return this.#surface;
  }

  /** A browser of its own; the test closes it. */
  start(more: Partial<SurfaceOptions> = {}): Promise<BrowserSurface> {
    const scratchFolder = mkdtempSync(join(this.#folder, 'surface-'));
    return this.#open({ scratchFolder, limits: SURFACE_LIMITS, acceptInvalidTls: false, practiceOnly: false, ...more });
  }

  /** A tab that shows an address. */
  async show(url: string, surface = this.surface): Promise<SurfaceTab> {
    const tab = await surface.openTab();
    await tab.go({ url });
    await eventually(() => {
      if (tab.state.loading || tab.state.url !== url) throw new Error(`shows ${JSON.stringify(tab.state)}`);
    });
    return tab;
  }

  async capture(tab: SurfaceTab, options: CaptureOptions = {}): Promise<TestCapture> {
    this.#captures += 1;
    const staging = new StagingFolder(join(this.#folder, `staging-${this.#captures}`));
    const observation = await tab.capture({
      clickedAt: systemClock.now(),
      staging,
      limits: SURFACE_LIMITS,
      print: false,
      cancelled: new AbortController().signal,
      keep: new AbortController().signal,
      judgeDocument: () => undefined,
      onProgress: () => undefined,
      ...options,
    });
    return { observation, staging };
  }
}

export async function click(tab: SurfaceTab, thing: DeskThing | { readonly x: number; readonly y: number }): Promise<void> {
  const at = typeof thing === 'string' ? placeOf(thing) : thing;
  const mouse = { kind: 'mouse', ...at, clicks: 1 } as const;
  await tab.input({ ...mouse, act: 'move', button: 'none', clicks: 0 });
  await tab.input({ ...mouse, act: 'down', button: 'left' });
  await tab.input({ ...mouse, act: 'up', button: 'left' });
}

export async function press(
  tab: SurfaceTab,
  key: string,
  code: string,
  modifiers: Extract<TabInput, { kind: 'key' }>['modifiers'] = {},
): Promise<void> {
  for (const act of ['down', 'up'] as const) await tab.input({ kind: 'key', act, key, code, modifiers, repeat: false });
}

export const titleOf = (tab: SurfaceTab, title: string | RegExp): Promise<void> =>
  eventually(() => (typeof title === 'string' ? expect(tab.state.title).toBe(title) : expect(tab.state.title).toMatch(title)));

/** The question that the page waits with, of this kind. */
export async function asked<K extends PageQuestion['kind']>(tab: SurfaceTab, kind: K): Promise<Extract<PageQuestion, { kind: K }>> {
  return eventually(() => {
    const { question } = tab.state;
    if (question?.kind !== kind) throw new Error(`asked ${JSON.stringify(question)}`);
    return question as Extract<PageQuestion, { kind: K }>;
  });
}
