import { readFile } from 'node:fs/promises';
import { addAuthority, storeTimeSettings } from '../../app/time/edit-authorities.ts';
import type { TimeKeeper } from '../../app/time/time-keeper.ts';
import { buildResultTime } from '../../app/exhibit-result.ts';
import { PugmarkError } from '../../core/errors.ts';
import { readTimeSettings, type TimeSettings, type VaultAuthority } from '../../core/model/time-settings.ts';
import type { CaseStore, TokenRow, VaultStore } from '../../core/ports.ts';
import { buildPemCertificate, parsePemCertificates } from '../../core/timestamp/pem.ts';
import { usageError, type Cli } from '../cli.ts';
import { EXIT } from '../exit-codes.ts';
import { parseFolder, parseProxy } from '../options.ts';
import { formatTime } from '../output/exhibit-lines.ts';
import { formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { supplyPackages } from '../supplements.ts';
import { withTimes } from '../time-keeping.ts';
import { writeVault } from '../vault-access.ts';

/** A person waits: long enough for any authority that answers at all. */
const WAIT_MS = 60_000;

export function addTimestampCommand(program: Program, cli: Cli): void {
  program
    .command('timestamp')
    .description(
      'have time-stamping authorities confirm the newest checkpoint of a case, its packages, and whatever they have not answered yet',
    )
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--tsa <url...>', 'these authorities only: address or id of one of the vault, or a new address with --tsa-roots')
    .option('--tsa-roots <file>', 'certificates (PEM) that the tokens of a new --tsa must lead to; the vault keeps both', parseFolder)
    .option('--proxy <url>', 'http://host:port or socks5://host:port; nothing goes past it', parseProxy)
    .option(
      '--out <dir>',
      'where supplements are left: for each package the time stamps that came after it was made, for its receiver',
      parseFolder,
    )
    .action(async ({ case: reference, tsa, tsaRoots, proxy, out }) => {
      const roots = tsaRoots === undefined ? undefined : await readRoots(tsaRoots);
      await writeVault(cli, async (vault) => {
        const store = vault.openCase(reference);
        if (store.summary.practice) throw usageError(`${reference} is a practice case: no authority is asked for it`);
        const chosen = chooseAuthorities(vault, tsa, roots);
        await withTimes(vault, { proxy, settings: () => chosen }, (times) =>
          stampCase(cli, times, { store, authorities: chosen.authorities, out }),
        );
      });
    });
}

async function readRoots(path: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new PugmarkError('input-unreadable', `The certificates ${path} cannot be read`, { cause });
  }
  return parsePemCertificates(text).map(buildPemCertificate);
}

/** Whom to ask. A new authority becomes one of the vault: what it does not answer now is asked for later. */
function chooseAuthorities(vault: VaultStore, wanted: readonly string[] | undefined, roots: readonly string[] | undefined): TimeSettings {
  const { settings, isReadable } = readTimeSettings(vault.readSettings());
  if (!isReadable) throw new PugmarkError('record-invalid', 'The setting "time" of this vault was written by another release');
  let known = settings;
  const chosen: VaultAuthority[] = [];
  for (const one of wanted ?? []) {
    const found = known.authorities.find(({ id, url }) => id === one || url === one);
    if (found === undefined && roots === undefined)
      throw usageError(`${one} is no authority of this vault: give the certificates that its tokens lead to with --tsa-roots`);
    const added = found === undefined ? addAuthority(known, { name: hostOf(one), url: one, roots: roots ?? [] }) : undefined;
    if (added !== undefined) known = added.settings;
    const authority = found ?? added?.authority;
    if (authority !== undefined) chosen.push({ ...authority, enabled: true });
  }
  if (known !== settings) storeTimeSettings(vault, known);
  const asked = wanted === undefined ? settings.authorities.filter(({ enabled }) => enabled) : chosen;
  if (asked.length === 0) throw usageError('This vault names no time-stamping authority: give one with --tsa and --tsa-roots');
  return { ...settings, authorities: asked };
}

function hostOf(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw usageError(`${JSON.stringify(url)} is no http or https address`);
  return new URL(url).host;
}

async function stampCase(
  cli: Cli,
  times: TimeKeeper,
  {
    store,
    authorities,
    out,
  }: { readonly store: CaseStore; readonly authorities: readonly VaultAuthority[]; readonly out: string | undefined },
): Promise<void> {
  const { signal } = cli.interrupts;
  const before = new Set(store.listTokenRows().flatMap(({ id, state }) => (state === 'pending' ? [] : [id])));
  await times.queueOf(store).stamp({ withinMs: WAIT_MS, force: true, signal });
  const rows = store.listTokenRows();
  const checkpoint = store.latestCheckpoint();
  const answered = rows.filter(({ id, state }) => state !== 'pending' && !before.has(id));
  const pending = rows.filter(({ state }) => state === 'pending');
  const results = authorities.map(({ id, name }) => {
    const { problem } = times.standing(id);
    const confirmed = store.findTime({ authority: id, everything: true });
    return { authority: id, name, ...buildResultTime(confirmed), ...(problem === undefined ? {} : { problem }) };
  });
  const time = buildResultTime(store.findTime());
  const packages = await supplyPackages(store, out);
  cli.result(
    {
      format: 'timestamp-result/v1',
      case: store.summary.reference,
      ...(checkpoint === undefined ? {} : { checkpoint: { size: checkpoint.size, root: checkpoint.root } }),
      time,
      authorities: results,
      tokens: [...answered, ...pending].map((row) => describeRow(row)),
      packages: packages.map(({ lines: _lines, ...one }) => one),
    },
    [
      ...results.map(({ name, state, notAfter, problem }) => `${forTerminal(name)}  ${describeAnswer({ state, notAfter, problem })}`),
      `${formatCount(answered.filter(({ state }) => state === 'granted').length, 'new time stamp')}, ${pending.length} not answered yet`,
      ...packages.flatMap(({ lines }) => lines),
    ],
  );
  cli.exitCode = exitCodeFor({ cancelled: signal.aborted, refused: answered.some(({ state }) => state === 'refused'), results });
}

function describeRow({ subject, ref, authority, state, genTime, createdAt }: TokenRow): object {
  return { subject, of: ref, authority, state, ...(genTime === undefined ? {} : { genTime }), askedAt: createdAt };
}

function describeAnswer(one: {
  readonly state: string;
  readonly notAfter: string | undefined;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
}): string {
  if (one.problem !== undefined) return `${one.problem.code}: ${forTerminal(one.problem.message, 300)}`;
  if (one.state === 'confirmed' && one.notAfter !== undefined) return `confirmed, ${formatTime(one.notAfter)}`;
  return one.state === 'none' ? 'nothing to confirm' : 'not answered yet';
}

function exitCodeFor(end: {
  readonly cancelled: boolean;
  readonly refused: boolean;
  readonly results: readonly { readonly state: string }[];
}): number {
  if (end.cancelled) return EXIT.cancelled;
  if (end.refused) return EXIT.failed;
  return end.results.every(({ state }) => state !== 'pending') ? EXIT.done : EXIT.environment;
}
