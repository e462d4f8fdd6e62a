import { onTestFinished } from 'vitest';
import type { CaptureGround } from '../../../src/app/capture-run.ts';
import type { CaptureBrowsers, CaptureRequest } from '../../../src/core/capture-ports.ts';
import { PugmarkError } from '../../../src/core/errors.ts';
import type { Observation } from '../../../src/core/model/capture-record.ts';
import type { VaultStore } from '../../../src/core/ports.ts';
import type { BrowserSurfaces } from '../../../src/core/surface-ports.ts';
import { createBrowse } from '../../../src/engine/browse.ts';
import type { Browse, EngineContext } from '../../../src/engine/engine-context.ts';
import type { EventData, EventName } from '../../../src/rpc/contract.ts';
import type { CallContext } from '../../../src/rpc/handlers.ts';
import { nodeRandom } from '../../../src/platform/cryptography.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { observePage } from '../../support/fake-observation.ts';
import { FakeSurfaces } from '../../support/fake-surface.ts';
import { makeFixture, type Fixture } from '../../storage/vault-fixture.ts';
import { makeCase, TEST_TOOL } from '../../storage/vault-parts.ts';

export const CALL: CallContext = { signal: new AbortController().signal };
const STATION = { runtime: 'node', os: { platform: 'linux', release: '1', architecture: 'x64' }, locale: 'en', timeZone: 'UTC' };

export interface Told {
  readonly name: EventName;
  readonly data: EventData<EventName>;
}

/** A real vault with one open case, an app without a window, and a browser that does what the test says. */
export interface BrowseFixture {
  readonly browse: Browse;
  readonly call: Browse['handlers'];
  readonly vault: VaultStore;
  readonly told: readonly Told[];
  readonly settings: { concurrency: number; proxy: string; pageLanguage: string };
  readonly uploads: Map<string, string>;
  /** The program ends without a word and is started again on the same vault. */
  restart(): Promise<BrowseFixture>;
}

export interface BrowseOptions {
  readonly surfaces?: BrowserSurfaces;
  /** What captures of addresses do, in browsers of their own. */
  readonly capture?: (request: CaptureRequest) => Promise<Observation>;
  readonly practice?: boolean;
}

export const CASE = 'OP-2026/17';

export async function makeBrowse(options: BrowseOptions = {}): Promise<BrowseFixture> {
  const files = makeFixture({ clock: systemClock });
  const vault = await files.init();
  makeCase(vault, { reference: CASE, practice: options.practice === true });
  return startBrowse(files, vault, options);
}

function startBrowse(files: Fixture, vault: VaultStore, options: BrowseOptions): BrowseFixture {
  const told: Told[] = [];
  const uploads = new Map<string, string>();
  const settings = { language: 'en', theme: 'system', concurrency: 1, print: true, proxy: '', pageLanguage: '' } as const;
  const changing = { ...settings, concurrency: 1, proxy: '', pageLanguage: '' };
  const context: EngineContext = {
    shell: 'workstation',
    vaultFolder: files.folder,
    stateFolder: files.root,
    clock: systemClock,
    random: nodeRandom,
    tell: (name, data) => void told.push({ name, data }),
    tool: TEST_TOOL,
    station: STATION,
    surfaces: options.surfaces ?? new FakeSurfaces(),
    uploads: {
      take: (id) => {
        const path = uploads.get(id);
        if (path === undefined) throw new PugmarkError('usage', 'not there');
        return { path, sizeBytes: 1, release: () => Promise.resolve() };
      },
    },
    settings: () => changing,
    isOpen: () => true,
    busy: (work) => work(),
    vault: () => vault,
    readCase: (reference) => vault.readCase(reference),
    newId: () => nodeRandom.uuid(),
    tellCase: () => undefined,
  };
  const browse = createBrowse(context, async () => groundOf(context, options.capture ?? ((request) => observePage(request))));
  browse.enterVault();
  onTestFinished(async () => {
    await browse.leaveVault();
    vault.close();
  });
  const restart = async (): Promise<BrowseFixture> => {
    vault.close();
    return startBrowse(files, await files.open(), options);
  };
  return { browse, call: browse.handlers, vault, told, settings: changing, uploads, restart };
}

function groundOf({ clock, random, tool, station }: EngineContext, capture: NonNullable<BrowseOptions['capture']>): CaptureGround {
  const browsers: CaptureBrowsers = {
    launch: async () => ({
      facts: { product: 'Chrome/1', userAgent: 'UA', headless: true, sandbox: true, flags: [] },
      lost: new AbortController().signal,
      capture,
      close: async () => undefined,
    }),
    openForPerson: () => Promise.reject(new Error('nobody is here')),
  };
  return { clock, random, tool, station, browsers };
}

/** The newest state told of something. */
export function lastTold<Name extends EventName>(told: readonly Told[], name: Name): EventData<Name> | undefined {
  return told.findLast((event) => event.name === name)?.data as EventData<Name> | undefined;
}
