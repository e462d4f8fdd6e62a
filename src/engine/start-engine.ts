import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PugmarkError } from '../core/errors.ts';
import type { KeyStore, Outbound, Vaults } from '../core/ports.ts';
import type { BrowserSurfaces } from '../core/surface-ports.ts';
import { PictureThread } from '../imaging/picture-thread.ts';
import type { Station } from '../rpc/contract/station.ts';
import type { Tell } from '../rpc/handlers.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import { systemClock } from '../platform/system-clock.ts';
import { createBrowse } from './browse.ts';
import { createBrowserProduct } from './browser-product.ts';
import { buildCaseItem } from './case-items.ts';
import { createCaseHandlers } from './cases.ts';
import { composeImages, composeVaults, readStationFacts, readToolIdentity } from './composition.ts';
import { composeOutbound } from './compose-time.ts';
import type { Engine } from './engine.ts';
import { createErasureHandlers } from './erasure.ts';
import type { EngineContext } from './engine-context.ts';
import { createEvidenceFiles } from './evidence.ts';
import { ExhibitAccess } from './exhibit-access.ts';
import { HeldPackages } from './held-packages.ts';
import { Jobs } from './jobs.ts';
import { KeptPackages } from './kept-packages.ts';
import { createKeyStoreHandlers } from './key-store-handlers.ts';
import { noKeyStore } from './remote-key-store.ts';
import { createHandOverHandlers } from './hand-over.ts';
import { createFormHandlers } from './forms.ts';
import { createPackageHandlers } from './packages.ts';
import { PictureCache } from './picture-cache.ts';
import { createKeyHandlers } from './keys.ts';
import { Practice } from './practice.ts';
import { createReceivedHandlers } from './received.ts';
import { createRedactionHandlers } from './redactions.ts';
import { SettingsFile } from './settings-file.ts';
import { createStationHandlers, tellStationOf, type StationParts } from './station.ts';
import { createSavedSearchHandlers } from './saved-searches.ts';
import { createStatementHandlers } from './statements.ts';
import { EngineTimes } from './time.ts';
import { createTimeHandlers, readTimeView } from './time-handlers.ts';
import { Uploads } from './uploads.ts';
import { VaultKeeper } from './vault-keeper.ts';

export interface EngineOptions {
  readonly shell: Station['shell'];
  /** Absolute path; there may be no vault in it yet. */
  readonly vaultFolder: string;
  /** Absolute path of this station's own folder, outside the vault; made when missing. */
  readonly stateFolder: string;
  /** Where packages go when nobody says where; default: `packages` beside the vault. */
  readonly packageFolder?: string;
  readonly tell: Tell;
  /** The system's store for keys; absent: this shell reaches none. */
  readonly keyStore?: KeyStore;
  /** The embedded browser; absent: this shell has none. */
  readonly surfaces?: BrowserSurfaces;
  /** Something of the station that a person should know and no window shows. */
  readonly warn?: (message: string) => void;
  /** For tests; default: as far as PUGMARK_OUTBOUND lets the app itself send something. */
  readonly outbound?: Outbound;
  /** For tests; default: vaults in folders of this machine. */
  readonly vaults?: Vaults;
}

/** The end of the app waits no longer for what is under way. */
const MAX_END_MS = 20_000;

/** Starts the app without a window. Opens no vault. Throws `disk-full`, `io-failed`. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { shell, vaultFolder, stateFolder, tell, warn = () => undefined } = options;
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  const { random } = nodeCryptography;
  const newId = (): string => random.uuid();
  const uploads = await Uploads.make(join(stateFolder, 'uploads'), newId);
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  const settings = new SettingsFile(join(stateFolder, 'settings.json'), { locale, newId, warn });
  const keeper = new VaultKeeper(vaultFolder, options.vaults ?? composeVaults({ stateFolder }));
  let underWay = 0;
  const context: EngineContext = {
    shell,
    vaultFolder,
    stateFolder,
    clock: systemClock,
    random,
    tell,
    tool: readToolIdentity(),
    station: readStationFacts(),
    surfaces: options.surfaces,
    uploads,
    settings: () => settings.current,
    isOpen: () => keeper.isOpen,
    busy: async (work) => {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    vault: () => keeper.vault,
    readCase: (reference) => keeper.readCase(reference),
    newId,
    tellCase: (reference) => {
      tell('case.changed', buildCaseItem(context, reference));
      times.touch(reference);
    },
    times: { beginSession: (store, session) => times.beginSession(store, session), deskOf: (store) => times.deskOf(store) },
  };
  const times = new EngineTimes({
    context,
    outbound: options.outbound ?? composeOutbound(stateFolder),
    onChange: (reference) => {
      if (!keeper.isOpen) return;
      tell('case.changed', buildCaseItem(context, reference));
      browse.timeChanged(reference);
      tell('time.changed', readTimeView(times));
    },
  });
  const browse = createBrowse(context);
  const access = new ExhibitAccess({
    openCase: (reference) => keeper.vault.openCase(reference),
    tellCase: (reference) => context.tellCase(reference),
  });
  const cases = createCaseHandlers(context, access);
  const jobs = new Jobs(context);
  const held = new HeldPackages();
  const kept = new KeptPackages();
  const packages = { context, jobs, held, packageFolder: options.packageFolder ?? join(dirname(vaultFolder), 'packages') };
  const practice = new Practice(context);
  const thread = new PictureThread();
  // Beside the evidence that they show: nothing of it lies where the vault is not.
  const pictures = new PictureCache({ folder: join(vaultFolder, 'derived'), thread, newId });
  const enterVault = async (): Promise<void> => {
    await pictures.clear();
    // The index catches up before anybody searches.
    keeper.vault.openSearch();
    thread.warm();
    browse.enterVault();
    times.enterVault();
  };
  const leaveVault = async (): Promise<void> => {
    await Promise.all([browse.leaveVault(), jobs.endAll('of-vault')]);
    await times.leaveVault();
    access.clear();
    await Promise.all([kept.clear(), held.clear()]);
    await pictures.clear();
  };
  const leaveCase = async (reference: string): Promise<void> => {
    if (jobs.countUnderWay() + underWay > 0)
      throw new PugmarkError('work-under-way', 'A package is being made or received, or a file taken in: wait for it, or cancel it');
    do {
      await browse.leaveCase(reference);
      await times.leaveCase(reference);
      // Somebody may have opened a tab meanwhile.
    } while (browse.isInUse(reference));
  };
  /** The vault stays open; work in its cases ends, and may begin again afterwards. */
  const withoutCases = async <T>(act: () => T): Promise<T> => {
    try {
      do {
        await browse.leaveVault();
        await times.leaveVault();
        // Somebody may have opened a tab meanwhile.
      } while (browse.isInUse());
      keeper.forgetReaders();
      keeper.vault.closeCases();
      return act();
    } finally {
      if (keeper.isOpen) {
        browse.enterVault();
        times.enterVault();
      }
    }
  };
  const forget = async (reference: string, exhibits: ReadonlySet<string>): Promise<void> => {
    browse.forgetErased(reference, exhibits);
    await Promise.all([pictures.clear(), kept.clear()]);
  };
  const station: StationParts = {
    context,
    keeper,
    settings,
    practice,
    browser: createBrowserProduct(),
    enterVault,
    countUnderWay: () => browse.countUnderWay() + jobs.countUnderWay() + underWay,
    leaveVault,
  };
  const opened = async (isOpened: boolean): Promise<Station> => {
    if (isOpened) await enterVault();
    return await tellStationOf(station);
  };
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const given = new AbortController();
    const late = delay(MAX_END_MS, undefined, { signal: given.signal }).catch(() => undefined);
    // One part that fails, or hangs, keeps no other from its end: the vault above all.
    for (const end of [
      () => Promise.all([leaveVault(), jobs.endAll('all')]),
      () => keeper.close(),
      () => Promise.all([practice.stop(), held.clear().then(() => uploads.close()), thread.close()]),
    ]) {
      await Promise.race([end(), late]).catch((error: unknown) =>
        warn(`At the end: ${error instanceof Error ? error.message : String(error)}`),
      );
    }
    given.abort();
  };
  return {
    handlers: {
      ...createStationHandlers(station),
      ...createKeyStoreHandlers({ context, keeper, store: options.keyStore ?? noKeyStore, opened }),
      ...cases,
      'cases.close': async (input, call) => {
        await leaveCase(input.case);
        return await cases['cases.close'](input, call);
      },
      ...createTimeHandlers(context, times),
      ...createKeyHandlers({ context, countUnderWay: station.countUnderWay, withoutCases }),
      ...createErasureHandlers({ context, leaveCase, forget }),
      ...createStatementHandlers(context),
      ...createRedactionHandlers(context, access, composeImages()),
      ...createPackageHandlers(packages),
      ...createSavedSearchHandlers(context),
      ...createFormHandlers(context),
      ...createHandOverHandlers(packages, times),
      ...createReceivedHandlers({ context, access, packages: kept }),
      ...browse.handlers,
    },
    evidence: createEvidenceFiles({ context, pictures, access, packages: kept }),
    watchTab: (tab, listener) => browse.watchTab(tab, listener),
    receiveUpload: async (bytes) => {
      if (closing !== undefined) throw new PugmarkError('cancelled', 'The app is closing');
      return await uploads.receive(bytes);
    },
    close: () => (closing ??= close()),
  };
}
