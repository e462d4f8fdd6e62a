import { readFile, stat } from 'node:fs/promises';
import {
  assertSomeCapturable,
  parseAddressList,
  sortAddresses,
  type CaptureAddress,
  type RefusedAddress,
} from '../../app/capture-addresses.ts';
import type { CaptureChoices } from '../../app/capture-record-parts.ts';
import type { CaptureRunOutcome } from '../../app/capture-run.ts';
import { runCaptures } from '../../app/capture-service.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { CaptureResult } from '../../core/model/capture-result.ts';
import { DEFAULT_CAPTURE_LIMITS, type CaptureLimits } from '../../core/model/limits.ts';
import type { CaseStore, KeptProfile, VaultStore } from '../../core/ports.ts';
import { describeFileProblem } from '../../packaging/file-problem.ts';
import { usageError, type Cli } from '../cli.ts';
import { composeCaptureGround } from '../../engine/composition.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { parseConcurrency, parseLanguage, parseLimit, parseProxy, parseSeconds, parseSessionName, parseViewport } from '../options.ts';
import { CaptureProgressDisplay } from '../output/capture-progress.ts';
import { buildCountsLine } from '../output/exhibit-lines.ts';
import { formatCount } from '../output/quantities.ts';
import { buildRefusalWarnings } from '../output/refusals.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { confirmTimes, withTimes } from '../time-keeping.ts';
import { writeVault } from '../vault-access.ts';

/** A list longer than this is no list of addresses. */
const MAX_LIST_BYTES = 16 * 1024 * 1024;

export function addCaptureCommand(program: Program, cli: Cli): void {
  program
    .command('capture')
    .description('capture addresses, one exhibit each; keeps going after one that fails')
    .argument('[url...]', 'http or https addresses')
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--from <file>', 'a list: one address per line, # begins a comment line')
    .option('--concurrency <n>', 'captures side by side', parseConcurrency, 1)
    .option('--viewport <WxH>', 'size of the view in CSS pixels', parseViewport)
    .option('--lang <tag>', 'language to ask for, e.g. nl-BE', parseLanguage)
    .option('--proxy <url>', 'http://host:port or socks5://host:port; nothing goes past it', parseProxy)
    .option('--timeout <s>', 'seconds for one whole capture', parseSeconds)
    .option('--session <name>', 'use a kept browser profile of the case (see "pugmark session")', parseSessionName)
    .option('--limit <name=value>', 'another limit of one capture; repeatable', parseLimit)
    .option('--no-pdf', 'do not print the page')
    .option('--insecure-tls', 'capture in spite of invalid certificates; the record says so')
    .action(async (urls, options) => {
      const addresses = [...urls.map((url) => ({ url, from: 'the command line' })), ...(await readList(options.from))];
      // Before any passphrase is asked for; what only a practice case refuses comes once the case is known.
      assertSomeCapturable(addresses, false);
      await writeVault(cli, async (vault) => {
        const store = vault.openCase(options.case);
        const { practice } = store.summary;
        assertSomeCapturable(addresses, practice);
        const { capturable, refused } = sortAddresses(addresses, practice);
        for (const warning of buildRefusalWarnings(refused, cli.quiet)) cli.warn(warning);
        const profile = await openProfile(store, options.session);
        try {
          const choices = chooseFor(profile?.folder, options);
          const outcome = await captureIntoCase(cli, { vault, store, addresses: capturable, choices, concurrency: options.concurrency });
          endCapture(cli, outcome, refused);
        } finally {
          await profile?.end('now');
        }
      });
    });
}

interface CaptureOptions {
  readonly viewport?: { readonly widthPx: number; readonly heightPx: number } | undefined;
  readonly lang?: string | undefined;
  readonly proxy?: string | undefined;
  readonly timeout?: number | undefined;
  readonly session?: string | undefined;
  readonly limit?: Partial<CaptureLimits> | undefined;
  readonly pdf: boolean;
  readonly insecureTls?: true | undefined;
}

function chooseFor(profileFolder: string | undefined, options: CaptureOptions): CaptureChoices {
  const { viewport, lang, proxy, session } = options;
  return {
    browser: {
      headless: true,
      acceptInvalidTls: options.insecureTls === true,
      ...(viewport === undefined ? {} : { viewport }),
      ...(lang === undefined ? {} : { language: lang }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(profileFolder === undefined ? {} : { profileFolder }),
    },
    ...(session === undefined ? {} : { session }),
    limits: buildLimits(options.limit, options.timeout),
    print: options.pdf,
  };
}

/** `--timeout` is the whole capture. Opening gets half of it at most: what then stands there is still to be kept. */
function buildLimits(chosen: Partial<CaptureLimits> | undefined, timeoutS: number | undefined): CaptureLimits {
  const limits = { ...DEFAULT_CAPTURE_LIMITS, ...chosen };
  if (timeoutS === undefined) return limits;
  const totalMs = timeoutS * 1000;
  return { ...limits, totalMs, openMs: Math.min(limits.openMs, totalMs / 2) };
}

async function openProfile(store: CaseStore, name: string | undefined): Promise<KeptProfile | undefined> {
  const profile = name === undefined ? undefined : await store.openProfile(name);
  if (name === undefined || profile === undefined || profile.isKept) return profile;
  await profile.end('before');
  const { reference } = store.summary;
  throw usageError(`Case ${reference} keeps no session "${name}": make it with "pugmark session ${name} --case ${reference} --open URL"`);
}

async function readList(file: string | undefined): Promise<readonly CaptureAddress[]> {
  if (file === undefined) return [];
  try {
    const { size } = await stat(file);
    if (size > MAX_LIST_BYTES) throw unreadableList(file, `it has ${size} bytes: give at most ${MAX_LIST_BYTES}`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    return parseAddressList(text, file);
  } catch (cause) {
    throw cause instanceof PugmarkError ? cause : unreadableList(file, adviseOn(cause), cause);
  }
}

function unreadableList(file: string, advice: string, cause?: unknown): PugmarkError {
  return new PugmarkError('input-unreadable', `The list ${file} cannot be read: ${advice}`, { cause });
}

function adviseOn(cause: unknown): string {
  const isNoText = cause instanceof Error && 'code' in cause && cause.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
  return isNoText ? 'it has to be a text file in UTF-8' : describeFileProblem(cause);
}

/** One run of captures with its progress on the terminal. */
export async function captureIntoCase(
  cli: Cli,
  run: {
    readonly vault: VaultStore;
    readonly store: CaseStore;
    readonly addresses: readonly CaptureAddress[];
    readonly choices: CaptureChoices;
    readonly concurrency: number;
  },
): Promise<CaptureRunOutcome> {
  const display = new CaptureProgressDisplay(cli, run.addresses.length);
  try {
    const ground = await composeCaptureGround(run.vault.folder);
    const { signal } = cli.interrupts;
    return await withTimes(run.vault, { proxy: run.choices.browser.proxy }, async (times) => {
      const outcome = await runCaptures(
        { ...ground, times },
        {
          store: run.store,
          operator: run.vault.operator,
          addresses: run.addresses,
          choices: run.choices,
          concurrency: run.concurrency,
          signal,
          onEvent: (event) => display.show(event),
        },
      );
      display.clear();
      return await confirmTimes(times, run.store, outcome, signal);
    });
  } finally {
    display.clear();
  }
}

function endCapture(cli: Cli, outcome: CaptureRunOutcome, refused: readonly RefusedAddress[]): void {
  const { exhibits, notStarted, stoppedBy } = outcome;
  const document: CaptureResult = {
    format: 'capture-result/v1',
    exhibits: [...exhibits],
    ...(refused.length === 0 ? {} : { refused: [...refused] }),
    ...(notStarted.length === 0 ? {} : { notStarted: [...notStarted] }),
    ...(stoppedBy === undefined ? {} : { error: { code: stoppedBy.code, message: stoppedBy.message } }),
  };
  const lines = [
    buildCountsLine(exhibits),
    ...(refused.length === 0 ? [] : [`${formatCount(refused.length, 'address', 'addresses')} refused, see above`]),
    ...(notStarted.length === 0
      ? []
      : [`${formatCount(notStarted.length, 'address', 'addresses')} had no turn, the first: ${forTerminal(notStarted[0] ?? '', 200)}`]),
  ];
  if (cli.json || !cli.quiet) cli.result(document, lines);
  if (exhibits.some(({ state }) => state === 'partial')) cli.warn('Not everything could be captured: "pugmark show" lists what is missing');
  if (stoppedBy !== undefined) cli.warn(`Stopped: ${stoppedBy.message}`);
  cli.exitCode = exitCodeOfRun(outcome, { refused: refused.length > 0, cancelled: cli.interrupts.signal.aborted });
}

function exitCodeOfRun(
  { exhibits, stoppedBy }: CaptureRunOutcome,
  { refused, cancelled }: { readonly refused: boolean; readonly cancelled: boolean },
): number {
  if (stoppedBy !== undefined) return exitCodeOf(stoppedBy.code);
  if (cancelled) return EXIT.cancelled;
  if (refused) return EXIT.usage;
  return exhibits.every(({ state }) => state === 'sealed' || state === 'partial') ? EXIT.done : EXIT.failed;
}
