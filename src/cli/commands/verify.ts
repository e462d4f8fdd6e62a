import { basename } from 'node:path';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { MAX_TRUST_KEY_BYTES, parseRevocationFile, parseTrustKey } from '../../core/package/trust-key.ts';
import { AXES, isPassed, type Axis, type Verdict } from '../../core/package/verdict.ts';
import { readSupplement, type SuppliedToken } from '../../core/package/supplement/read-supplement.ts';
import { verifyPackage, type CheckedSeal, type VerifyPorts } from '../../core/package/verify-package.ts';
import { parsePemCertificates } from '../../core/timestamp/pem.ts';
import { openFileReader } from '../../packaging/file-source.ts';
import { nodeCryptography } from '../../platform/cryptography.ts';
import type { Cli } from '../cli.ts';
import { composeVerifyPorts, readKnownViewers } from '../../engine/composition.ts';
import { EXIT } from '../exit-codes.ts';
import { VaultProgressDisplay } from '../output/vault-progress.ts';
import { buildVerdictLines } from '../output/verdict-lines.ts';
import { openWithKeys } from '../package-keys.ts';
import type { Program } from '../program.ts';
import { readGivenFile } from '../read-given-file.ts';

/** The list of a whole system has a quarter of a megabyte. */
const MAX_ROOTS_BYTES = 4 * 1024 * 1024;

/** What the options of a verification are, for every command that verifies. */
export const VERIFY_OPTIONS = {
  revocation: 'what a station says of a key that is no longer to be trusted; repeatable',
  agencyRoots: 'root certificates that you trust for the seal of an agency; repeatable',
  identity: 'file of your age key, for an encrypted package; repeatable',
  after: 'a package of the same case that you got before: the log must go on from it',
  tsaRoots: 'root certificates (PEM) of time-stamping authorities that you trust beside those known here; repeatable',
  token: 'time stamp over the seal that came after the package: a supplement, or a response (.tsr); repeatable',
  require: `axes that must pass, by commas: ${AXES.join(',')}`,
} as const;

export function addVerifyCommand(program: Program, cli: Cli): void {
  program
    .command('verify')
    .description('what may be said of a package: a verdict for each axis')
    .argument('<package>', 'the ZIP file, or the folder it was unpacked into')
    .option('--trust-key <file>', 'public key (PEM) or certificate of a station that you trust; repeatable', collect)
    .option('--revocation <file>', VERIFY_OPTIONS.revocation, collect)
    .option('--agency-roots <pem>', VERIFY_OPTIONS.agencyRoots, collect)
    .option('--identity <file>', VERIFY_OPTIONS.identity, collect)
    .option('--after <older>', VERIFY_OPTIONS.after)
    .option('--tsa-roots <file>', VERIFY_OPTIONS.tsaRoots, collect)
    .option('--token <file>', VERIFY_OPTIONS.token, collect)
    .option('--require <axes>', VERIFY_OPTIONS.require, parseAxes)
    .action(async (path, options) => {
      const { require: required = [] } = options;
      const { verdict } = await runVerify(cli, requestOf(path, options));
      cli.result(verdict, buildVerdictLines(cli.paint, verdict, { path, required }));
      if (!isPassed(verdict, required)) cli.exitCode = EXIT.failed;
    });
}

interface VerifyWords {
  readonly trustKey?: readonly string[];
  readonly revocation?: readonly string[];
  readonly agencyRoots?: readonly string[];
  readonly identity?: readonly string[];
  readonly after?: string;
  readonly tsaRoots?: readonly string[];
  readonly token?: readonly string[];
}

/** What was said on the command line of a verification. */
export function requestOf(path: string, options: VerifyWords): VerifyRequest {
  const { after } = options;
  return {
    path,
    trustKeys: options.trustKey ?? [],
    revocations: options.revocation ?? [],
    agencyRoots: options.agencyRoots ?? [],
    identities: options.identity ?? [],
    timestampRoots: options.tsaRoots ?? [],
    supplements: options.token ?? [],
    ...(after === undefined ? {} : { after }),
  };
}

export interface VerifyRequest {
  readonly path: string;
  /** Paths of key files. */
  readonly trustKeys: readonly string[];
  /** Paths of files of `key revoke --out`. */
  readonly revocations?: readonly string[];
  /** Paths of PEM files of root certificates. */
  readonly agencyRoots?: readonly string[];
  /** Paths of files of age keys, for encrypted packages. */
  readonly identities?: readonly string[];
  /** Path of an earlier package. */
  readonly after?: string;
  /** Paths of PEM files with roots of time-stamping authorities. */
  readonly timestampRoots?: readonly string[];
  /** Paths of supplements, or of responses of time-stamping authorities over the seal. */
  readonly supplements?: readonly string[];
}

/** Verifies a package and shows how far it is; `seal` is the one that the verdict is about. Throws `package-unreadable`, `package-locked`, `input-unreadable`, `cancelled`. */
export async function runVerify(
  cli: Cli,
  request: VerifyRequest,
): Promise<{ readonly verdict: Verdict; readonly seal: CheckedSeal | undefined }> {
  const trusted = new Set(request.trustKeys.map(readTrustKey));
  const timestampRoots = (request.timestampRoots ?? []).flatMap(readRoots);
  const revocations = (request.revocations ?? []).map(readRevocation);
  const agencyRoots = (request.agencyRoots ?? []).flatMap(readRoots);
  const ports = composeVerifyPorts();
  const suppliedTokens = await readSupplements(request.supplements ?? [], ports);
  const keys = { identities: request.identities ?? [] };
  const opened = await openWithKeys(cli, request.path, keys);
  const display = new VaultProgressDisplay(cli, 'verifying');
  try {
    const earlier = request.after === undefined ? undefined : await openWithKeys(cli, request.after, keys);
    try {
      let seal: CheckedSeal | undefined;
      const verdict = await verifyPackage(ports, opened, {
        trusted,
        timestampRoots,
        suppliedTokens,
        revocations,
        agencyRoots,
        viewers: readKnownViewers(),
        ...(earlier === undefined ? {} : { earlier: earlier.source }),
        onSeal: (read) => (seal = read),
        onProgress: (progress) => display.show(progress),
        signal: cli.interrupts.signal,
      });
      return { verdict, seal };
    } finally {
      await earlier?.close();
    }
  } finally {
    display.clear();
    await opened.close();
  }
}

async function readSupplements(
  paths: readonly string[],
  { decompression }: Pick<VerifyPorts, 'decompression'>,
): Promise<readonly SuppliedToken[]> {
  const tokens: SuppliedToken[] = [];
  for (const path of paths) {
    const file = await openFileReader(path);
    try {
      tokens.push(...(await readSupplement(file, basename(path), decompression)));
    } finally {
      await file.close();
    }
  }
  return tokens;
}

function readRoots(path: string): readonly Uint8Array[] {
  try {
    return parsePemCertificates(readGivenFile(path, MAX_ROOTS_BYTES).toString('latin1'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PugmarkError('input-unreadable', `No root certificate can be read from ${basename(path)}: ${why}`, { cause });
  }
}

function readTrustKey(path: string): Sha256Digest {
  return readSmallFile(path, 'key', (bytes) => parseTrustKey(nodeCryptography, bytes));
}

function readRevocation(path: string): Uint8Array {
  return readSmallFile(path, 'revocation', (bytes) => parseRevocationFile(nodeCryptography.hashing, bytes));
}

function readSmallFile<T>(path: string, what: string, parse: (bytes: Uint8Array) => T): T {
  try {
    return parse(readGivenFile(path, MAX_TRUST_KEY_BYTES));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PugmarkError('input-unreadable', `No ${what} can be read from ${basename(path)}: ${why}`, { cause });
  }
}

/** Throws commander's InvalidArgumentError. */
export function parseAxes(text: string): readonly Axis[] {
  return text.split(',').map((word) => {
    const axis = AXES.find((one) => one === word.trim());
    if (axis === undefined) throw new InvalidArgumentError(`Use some of ${AXES.join(', ')}, with commas between.`);
    return axis;
  });
}

/** Values of an option that may come several times. */
export function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}
