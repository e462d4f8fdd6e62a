import type { LogReport } from '../../core/custody/log-report.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { CheckReport, VaultProgress } from '../../core/model/check.ts';
import { AnchorFolder } from '../anchor.ts';
import { readDatabase, VAULT_DATABASE } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { readPlace } from '../known-copies.ts';
import { readStation } from '../keys/key-ring.ts';
import { assertVaultThere } from '../vault/open-vault.ts';
import { readVaultKey, unlockDatabases } from '../vault/unlock.ts';
import { readVaultHeader } from '../vault/vault-header.ts';
import { readVaultId } from '../vault/vault-reader.ts';
import { readCases } from '../vault/vault-rows.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { isVaultLocked } from '../vault-lock.ts';
import { checkCase, type OpenedCaseLog } from './check-case.ts';
import { CheckCollector } from './check-collector.ts';
import { checkDatabase } from './check-database.ts';
import { checkCertificates, checkKeyFiles, checkKeysAgainstLog } from './check-keys.ts';
import { checkLog } from './check-log.ts';
import { checkEmptyTables, checkVaultMeta } from './check-meta.ts';
import { checkRecipients } from './check-recipients.ts';
import { checkIncoming, checkRegistry } from './check-registry.ts';

/**
 * Recomputes every digest, leaf, root, signature and recipe of a vault, beside any writer. What only the passphrase opens
 * is checked with it, and named as not checked without. Throws `vault-missing`, `vault-foreign`, `vault-newer`,
 * `passphrase-wrong`, `cancelled`; everything else is a finding.
 */
export async function checkVault(
  environment: VaultEnvironment,
  input: {
    readonly folder: string;
    readonly passphrase?: string;
    readonly onProgress?: (progress: VaultProgress) => void;
    readonly signal?: AbortSignal;
  },
): Promise<CheckReport> {
  const { folder } = input;
  assertVaultThere(folder);
  const header = readVaultHeader(folder);
  const collector = new CheckCollector(input);
  const { passphrase } = input;
  // Of an encrypted vault nothing at all can be checked without it: a file of the vault key that is damaged is an error there.
  const vaultKey =
    header !== undefined && passphrase !== undefined
      ? await readVaultKey(environment, folder, passphrase)
      : passphrase === undefined
        ? undefined
        : await readKeyForCheck(collector, environment, folder, passphrase);
  const databases = await unlockDatabases(environment, folder, vaultKey === undefined ? undefined : () => Promise.resolve(vaultKey));
  const db = readDatabase(vaultPaths.database(folder), VAULT_DATABASE, databases.vault);
  try {
    if (input.passphrase === undefined) collector.note('not-checked-locked', 'keys', 'Private keys were not opened: no passphrase');
    const vault = readVaultId(db, folder);
    if (header !== undefined && header.vault !== vault) collector.finding('meta-differs', 'vault.json', 'It names another vault');
    // Kept states are read before the snapshot: a writer may only add to both.
    const anchors = new AnchorFolder(environment, vault, readPlace(folder));
    const known = anchors.readVault();
    const knownCases = new Map(readCases(db).map(({ id }) => [id, anchors.readCase(id)]));
    const isUnknown = known.own.state === 'absent' && known.others.length === 0;
    if (isUnknown) collector.note('anchor-absent', 'vault', 'This station kept nothing about this vault: a rollback could not be seen');
    db.exec('BEGIN');
    collector.progress('vault', 'vault', 0, 1);
    checkDatabase(collector, db, VAULT_DATABASE, 'vault');
    const keys = checkCertificates(collector, db, environment.cryptography);
    checkKeyFiles(collector, db, environment.cryptography, folder, vaultKey);
    const expected = { subject: vault, station: readStation(db, false), logKeys: keys.evidence, links: keys.links.evidence };
    const report = checkLog(collector, {
      db,
      cryptography: environment.cryptography,
      expected,
      known,
      startedAt: undefined,
      subject: 'vault',
    });
    checkKeysAgainstLog(collector, db, environment.cryptography, report);
    checkRegistry(collector, db, folder, report);
    checkVaultMeta(collector, db, vault, report);
    checkEmptyTables(collector, db, ['tokens'], 'vault');
    checkRecipients(collector, db, environment.cryptography.hashing);
    noteRestores(collector, report);
    checkIncoming(collector, folder, isVaultLocked(folder));
    const opened = findOpenedCases(report);
    const cases = readCases(db);
    for (const [index, summary] of cases.entries()) {
      collector.progress('case', `case ${summary.reference}`, index, cases.length);
      await checkCase({
        collector,
        environment,
        folder,
        summary,
        station: readStation(db, summary.practice),
        logKeys: summary.practice ? keys.practice : keys.evidence,
        links: summary.practice ? keys.links.practice : keys.links.evidence,
        vault,
        opened: opened.get(summary.id),
        known: knownCases.get(summary.id) ?? { own: { state: 'absent' }, others: [], damagedOthers: [] },
        isPlaceKnown: known.own.state === 'known',
        vaultKey,
        databases,
      });
    }
    collector.progress('done', 'vault', 1, 1);
    return { format: 'vault-check/v1', vault, checked: collector.checked, findings: collector.findings, notes: collector.notes };
  } finally {
    db.close();
  }
}

async function readKeyForCheck(
  collector: CheckCollector,
  environment: VaultEnvironment,
  folder: string,
  passphrase: string,
): Promise<Uint8Array | undefined> {
  try {
    return await readVaultKey(environment, folder, passphrase);
  } catch (error) {
    if (!isPugmarkError(error) || error.code === 'passphrase-wrong') throw error;
    collector.finding('key-file-invalid', 'keys/vault-key.age', error.message);
    return undefined;
  }
}

function noteRestores(collector: CheckCollector, report: LogReport): void {
  for (const { entry, origin, seq } of report.leaves) {
    if (entry?.type !== 'vault.restored') continue;
    collector.note(
      'restored',
      `vault: ${origin} entry ${seq}`,
      `Recorded on ${entry.time}: another or an older copy than this station knew`,
    );
  }
}

function findOpenedCases(report: LogReport): ReadonlyMap<string, OpenedCaseLog> {
  const opened = new Map<string, OpenedCaseLog>();
  for (const { entry } of report.leaves) {
    const { case: id, origin } = entry?.type === 'case.opened' ? entry.details : {};
    if (entry !== undefined && typeof id === 'string' && typeof origin === 'string') opened.set(id, { origin, time: entry.time });
  }
  return opened;
}
