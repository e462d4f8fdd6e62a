import { PugmarkError } from '../core/errors.ts';
import { makeRecoveryCode } from '../core/recovery-code.ts';
import { readRecoveryIdentity } from '../core/recovery-problems.ts';
import type { VaultOpening, VaultStore } from '../core/ports.ts';
import type { STATION_CALLS, Station } from '../rpc/contract/station.ts';
import type { Handlers } from '../rpc/handlers.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import { storeTimeSettings } from '../app/time/edit-authorities.ts';
import { DEFAULT_TIME_SETTINGS } from './default-time-settings.ts';
import { readOsAccount } from './composition.ts';
import type { EngineContext } from './engine-context.ts';
import type { Practice } from './practice.ts';
import type { SettingsFile } from './settings-file.ts';
import type { VaultKeeper } from './vault-keeper.ts';

export interface StationParts {
  readonly context: EngineContext;
  readonly keeper: VaultKeeper;
  readonly settings: SettingsFile;
  readonly practice: Practice;
  /** Product and version of the browser that will be used. */
  readonly browser: () => Promise<string | undefined>;
  /** After the vault was opened. */
  readonly enterVault: () => Promise<void>;
  /** Captures and other work that the lock of the vault would cut short. */
  readonly countUnderWay: () => number;
  /** Before the vault closes. */
  readonly leaveVault: () => Promise<void>;
}

/** First start, passphrase, settings, practice. */
export function createStationHandlers(parts: StationParts): Pick<Handlers, keyof typeof STATION_CALLS> {
  const { context, keeper, settings, practice } = parts;
  const tellStation = (): Promise<Station> => tellStationOf(parts);
  return {
    'station.read': () => readStation(parts),
    'settings.read': () => settings.current,
    'settings.change': (changes) => {
      const changed = settings.change(changes);
      context.tell('settings.changed', changed);
      return changed;
    },
    'vault.recoveryCode': () => ({ code: makeRecoveryCode(nodeCryptography.hashing, context.random) }),
    'vault.create': async ({ serviceNumber, agency, passphrase, recovery, recoveryCode, noRecovery, encrypt, timeStamps }) => {
      if (encrypt && recovery === undefined && recoveryCode === undefined && !noRecovery)
        throw new PugmarkError(
          'usage',
          'An encrypted vault is lost with its passphrase: choose how it can be recovered, or that it cannot',
        );
      if (keeper.isOpen) throw new PugmarkError('vault-exists', `There is a vault in ${context.vaultFolder} already`);
      const osAccount = readOsAccount();
      const isOpened = await keeper.create({
        serviceNumber,
        agency,
        passphrase,
        ...(osAccount === undefined ? {} : { osAccount }),
        encrypt,
        ...(recovery === undefined ? {} : { recovery }),
        ...(recoveryCode === undefined ? {} : { recoveryCode }),
      });
      if (isOpened && timeStamps !== false) storeTimeSettings(keeper.vault, DEFAULT_TIME_SETTINGS);
      if (isOpened) await parts.enterVault();
      return await tellStation();
    },
    'vault.unlock': async ({ passphrase }) => {
      if (keeper.isOpen) return await readStation(parts);
      if (await keeper.open(passphrase)) await parts.enterVault();
      return await tellStation();
    },
    'vault.recoveries': () => ({ kinds: [...keeper.recoveries] }),
    'vault.recover': async ({ by, newPassphrase }) => {
      if (keeper.isOpen) return await readStation(parts);
      const recovery = 'code' in by ? by : { identity: readRecoveryIdentity(by.keyFile, 'The file') };
      if (await keeper.recover(recovery, newPassphrase)) await parts.enterVault();
      return await tellStation();
    },
    'vault.lock': async () => {
      const underWay = parts.countUnderWay();
      if (underWay > 0) {
        throw new PugmarkError('work-under-way', `${underWay} captures or exports have not ended: wait for them, or stop them, then lock`, {
          details: { underWay },
        });
      }
      await parts.leaveVault();
      await keeper.close();
      return await tellStation();
    },
    'practice.start': async () => {
      const started = await practice.start();
      await tellStation();
      return started;
    },
    'practice.stop': async () => {
      await practice.stop();
      await tellStation();
      return {};
    },
  };
}

/** The station as it is now, told to the window too. */
export async function tellStationOf(parts: StationParts): Promise<Station> {
  const station = await readStation(parts);
  parts.context.tell('station.changed', station);
  return station;
}

async function readStation({ context, keeper, practice, browser }: StationParts): Promise<Station> {
  const { shell, tool, vaultFolder } = context;
  const product = await browser();
  const { state } = keeper;
  return {
    shell,
    version: tool.version,
    toolDigest: tool.digest,
    vault: state,
    vaultFolder,
    ...(keeper.isOpen ? tellVault(keeper.vault) : {}),
    ...(product === undefined ? {} : { browser: product }),
    ...(practice.url === undefined ? {} : { practiceUrl: practice.url }),
  };
}

function tellVault(vault: VaultStore): Partial<Station> {
  const agency = vault.readSettings()['agency'];
  return {
    ...(typeof agency === 'string' ? { agency } : {}),
    operator: vault.operator.serviceNumber,
    opening: tellOpening(vault.opening, vault),
  };
}

/** A capture is named by its case and number. */
function tellOpening({ interrupted, exports, restored, moved }: VaultOpening, vault: VaultStore): NonNullable<Station['opening']> {
  return {
    interrupted: interrupted.map(({ case: id, exhibit }) => `${vault.findCase(id)?.reference ?? id} ${exhibit}`),
    exportsEnded: exports.length,
    restored,
    moved,
  };
}
