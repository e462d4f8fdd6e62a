import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PugmarkError } from '../core/errors.ts';
import type { Vaults } from '../core/ports.ts';
import type { BrowserSurfaces } from '../core/surface-ports.ts';
import type { Station } from '../rpc/contract/station.ts';
import type { Tell } from '../rpc/handlers.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import { systemClock } from '../platform/system-clock.ts';
import { createBrowse } from './browse.ts';
import { createBrowserProduct } from './browser-product.ts';
import { buildCaseItem, createCaseHandlers } from './cases.ts';
import { composeVaults, readStationFacts, readToolIdentity } from './composition.ts';
import type { Engine } from './engine.ts';
import type { EngineContext } from './engine-context.ts';
import { createEvidenceFiles } from './evidence.ts';
import { Jobs } from './jobs.ts';
import { createPackageHandlers } from './packages.ts';
import { Practice } from './practice.ts';
import { SettingsFile } from './settings-file.ts';
import { createStationHandlers } from './station.ts';
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
  /** The embedded browser; absent: this shell has none. */
  readonly surfaces?: BrowserSurfaces;
  /** Something of the station that a person should know and no window shows. */
  readonly warn?: (message: string) => void;
  /** For tests; default: vaults in folders of this machine. */
  readonly vaults?: Vaults;
}

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
    vault: () => keeper.vault,
    readCase: (reference) => keeper.readCase(reference),
    newId,
    tellCase: (reference) => tell('case.changed', buildCaseItem(context, reference)),
  };
  const browse = createBrowse(context);
  const jobs = new Jobs(context);
  const practice = new Practice(context);
  const leaveVault = async (): Promise<void> => {
    await Promise.all([browse.leaveVault(), jobs.endAll()]);
  };
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await leaveVault();
    await keeper.close();
    await practice.stop();
    await uploads.close();
  };
  return {
    handlers: {
      ...createStationHandlers({
        context,
        keeper,
        settings,
        practice,
        browser: createBrowserProduct(),
        enterVault: () => browse.enterVault(),
        countUnderWay: () => browse.countUnderWay() + jobs.countUnderWay(),
        leaveVault,
      }),
      ...createCaseHandlers(context),
      ...createPackageHandlers({ context, jobs, packageFolder: options.packageFolder ?? join(dirname(vaultFolder), 'packages') }),
      ...browse.handlers,
    },
    evidence: createEvidenceFiles(context),
    watchTab: (tab, listener) => browse.watchTab(tab, listener),
    receiveUpload: async (bytes) => {
      if (closing !== undefined) throw new PugmarkError('cancelled', 'The app is closing');
      return await uploads.receive(bytes);
    },
    close: () => (closing ??= close()),
  };
}
