import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import type { LogReport } from '../../core/custody/log-report.ts';
import { parseUtf8 } from '../../core/digest/encoding.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { withStorageErrors } from '../storage-error.ts';
import { isRecipientSetting } from '../vault/recipient-rows.ts';
import { parseSetting, readCases } from '../vault/vault-rows.ts';
import type { CheckCollector } from './check-collector.ts';

/** The registry of cases and the settings against what the vault log says of them. */
export function checkRegistry(collector: CheckCollector, db: Database, folder: string, report: LogReport): void {
  const texts = db.prepare<[string, number, string], { text: string | null }>(
    'SELECT text FROM texts WHERE origin = ? AND seq = ? AND name = ?',
  );
  const textOf = (origin: string, seq: number, name: string): string | undefined => texts.get(origin, seq, name)?.text ?? undefined;
  const opened = new Map<
    string,
    { readonly practice: unknown; readonly time: string; readonly texts: Readonly<Record<string, string | undefined>>; state: string }
  >();
  const settings = new Map<string, { readonly value: string | undefined; readonly time: string }>();
  for (const { entry, origin, seq } of report.leaves) {
    const id = entry?.details['case'];
    if (entry?.type === 'case.opened' && typeof id === 'string') {
      const names = {
        reference: textOf(origin, seq, 'reference'),
        title: textOf(origin, seq, 'title'),
        basis: textOf(origin, seq, 'basis'),
      };
      opened.set(id, { practice: entry.details['practice'], time: entry.time, texts: names, state: 'open' });
    } else if ((entry?.type === 'case.closed' || entry?.type === 'case.erased') && typeof id === 'string') {
      const known = opened.get(id);
      if (known !== undefined) known.state = entry.type === 'case.closed' ? 'closed' : 'erased';
    } else if (
      entry?.type === 'setting.changed' &&
      typeof entry.details['name'] === 'string' &&
      !isRecipientSetting(entry.details['name'])
    ) {
      settings.set(entry.details['name'], { value: textOf(origin, seq, 'value'), time: entry.time });
    }
  }
  const cases = readCases(db);
  const inOrder = [...opened.keys()].filter((id) => cases.some((one) => one.id === id));
  if (cases.some(({ id }, index) => opened.has(id) && inOrder.indexOf(id) !== index))
    collector.finding('case-row-differs', 'cases', 'They stand in another order than the vault log opened them in');
  for (const summary of cases) {
    const known = opened.get(summary.id);
    const same =
      known !== undefined &&
      known.practice === summary.practice &&
      known.state === summary.state &&
      known.time === summary.openedAt &&
      (known.texts['reference'] ?? summary.reference) === summary.reference &&
      (known.texts['title'] ?? summary.title) === summary.title &&
      known.texts['basis'] === summary.basis;
    if (!same) collector.finding('case-row-differs', `case ${summary.reference}`, 'The registry says otherwise than the vault log');
    opened.delete(summary.id);
  }
  for (const id of opened.keys()) collector.finding('case-missing', `case ${id}`, 'The vault log opened it, and it is not in the registry');
  checkFolders(collector, folder, new Set(cases.map(({ id }) => id)));
  const rows = db.prepare<[], { name: string; value: string; time: string }>('SELECT name, value, changed_at AS time FROM settings');
  for (const { name, value, time } of rows.iterate()) {
    const known = settings.get(name);
    if (known === undefined || known.value !== canonicalOf(name, value) || known.time !== time) {
      collector.finding('setting-differs', `setting ${name}`, 'Its value or its time is not the one in the vault log');
    }
    settings.delete(name);
  }
  for (const name of settings.keys()) collector.finding('setting-differs', `setting ${name}`, 'The vault log set it, and it is missing');
}

/** Undefined for a value that is no JSON: somebody wrote there who is not us. */
function canonicalOf(name: string, value: string): string | undefined {
  try {
    return parseUtf8(buildCanonicalJson(parseSetting(name, value)));
  } catch (error) {
    if (isPugmarkError(error)) return undefined;
    throw error;
  }
}

function checkFolders(collector: CheckCollector, folder: string, registered: ReadonlySet<string>): void {
  const cases = vaultPaths.cases(folder);
  const names = withStorageErrors(cases, () => (existsSync(cases) ? readdirSync(cases) : []));
  for (const name of names) {
    if (!registered.has(name)) collector.finding('case-unregistered', join('cases', name), 'The registry does not know this folder');
  }
}

/** `incoming/`: captures under way, or what a crash left for the next start. */
export function checkIncoming(collector: CheckCollector, folder: string, isLocked: boolean): void {
  const incoming = vaultPaths.incoming(folder);
  const names = withStorageErrors(incoming, () => (existsSync(incoming) ? readdirSync(incoming, { withFileTypes: true }) : []));
  for (const entry of names) {
    const subject = join('incoming', entry.name);
    if (!entry.isDirectory()) continue; // Nobody's leftover: it stays.
    if (isLocked) collector.note('capture-under-way', subject, 'A capture or an export is under way');
    else collector.note('staging-left', subject, 'Left by an interrupted capture or export; the next start removes it');
  }
}
