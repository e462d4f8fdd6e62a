import { isBagLike } from '../../core/package/bag/open-bag.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { AGE_FIRST_LINE, isAgeFile } from '../../core/package/encryption/encryption.ts';
import { readZip } from '../../core/package/read-zip.ts';
import { createCertificateCryptography } from '../../core/timestamp/web-crypto.ts';
import { parsePemCertificates } from '../../core/timestamp/pem.ts';
import { MAX_TRUST_KEY_BYTES, parseRevocationFile, parseTrustKey } from '../../core/package/trust-key.ts';
import { verifyPackage, type ReadContainer, type VerifyPackageOptions, type VerifyPorts } from '../../core/package/verify-package.ts';
import { readSupplement, type SuppliedToken } from '../../core/package/supplement/read-supplement.ts';
import { openContent, type ContentReader } from '../content/read-content.ts';
import type { CheckOrder, GivenPackage, WorkerAnswer, WorkerOrder } from '../messages.ts';
import { hashBeside } from '../browser/beside-hashing.ts';
import { comparePicturesBeside } from '../browser/beside-pictures.ts';
import { readBlob } from '../browser/blob-reader.ts';
import { browserDecompression } from '../browser/decompression.ts';
import { openGivenFolder } from '../browser/folder-source.ts';
import { setScript } from '../browser/roles.ts';
import { browserSignatures } from '../browser/signatures.ts';
import { loadWasmHashing } from '../browser/wasm-hashing.ts';
import { KNOWN_VIEWERS, ownRelease } from '../releases.ts';
import { answerWith, listen } from './worker-scope.ts';

/** As often as a person reads; each time the page is drawn. */
const TELL_EVERY_MS = 250;
const MAX_ROOTS_BYTES = 4 * 1024 * 1024;

const answer = (message: WorkerAnswer): void => answerWith(message);

/** Checks a package and then gives what the page wants to show of it. Another package takes another worker. */
export function runCheckRole(): void {
  let content: ContentReader | undefined;
  listen<WorkerOrder>(async (order) => {
    try {
      if (order.kind === 'check') {
        setScript(order.script);
        content = await check(order);
      } else if (order.kind === 'report') answer({ kind: 'report', id: order.id, text: await demand(content).readReport(order.path) });
      else if (order.kind === 'exhibit')
        answer({ kind: 'exhibit', id: order.id, exhibit: await demand(content).readExhibit(order.exhibit) });
      else answer({ kind: 'file', id: order.id, blob: await demand(content).readFile(order.path) });
    } catch (error) {
      // What is no error of ours is a fault of the page: said as such, and no verdict.
      const { code, message } = error instanceof PugmarkError ? error : { code: 'program-fault', message: String(error) };
      if (order.kind === 'check') answer({ kind: 'failed', code, message });
      else answer({ kind: 'refused', id: order.id, message });
    }
  });
}

function demand(content: ContentReader | undefined): ContentReader {
  if (content === undefined) throw new PugmarkError('program-fault', 'No package was opened');
  return content;
}

async function check(order: CheckOrder): Promise<ContentReader> {
  const ports: VerifyPorts = {
    hashing: hashBeside(await loadWasmHashing()),
    verifier: browserSignatures,
    decompression: browserDecompression,
    certificates: createCertificateCryptography(crypto.subtle),
    images: comparePicturesBeside(),
  };
  const startedMs = performance.now();
  const known = await readKnowledge(ports, order);
  const opened = await openGiven(order.given);
  const earlier = order.earlier === undefined ? undefined : await openGiven(order.earlier);
  let told = { step: '', atMs: 0 };
  let seal: Sha256Digest | undefined;
  const verdict = await verifyPackage(ports, opened, {
    ...known,
    onSeal: (read) => (seal = read.digest),
    viewers: [...KNOWN_VIEWERS, { release: ownRelease(), sha256: order.page }],
    ...(earlier === undefined ? {} : { earlier: earlier.source }),
    onProgress: (progress) => {
      const nowMs = performance.now();
      if (progress.step === told.step && nowMs - told.atMs < TELL_EVERY_MS) return;
      told = { step: progress.step, atMs: nowMs };
      answer({ kind: 'progress', ...progress });
    },
  });
  answer({ kind: 'verdict', verdict, tookMs: performance.now() - startedMs });
  const content = openContent(opened.source, { hashing: ports.hashing, seal, verdict });
  answer({ kind: 'content', content: await content.list() });
  return content;
}

/** Throws `package-unreadable`, `package-locked`, `input-unreadable`. */
async function openGiven(given: GivenPackage): Promise<ReadContainer> {
  const opened =
    given.kind === 'folder' ? { source: openGivenFolder(given.folder), findings: [] } : await openGivenFile(given.file, given.file.name);
  // A container that is too damaged to list anything has findings that say so.
  if (isBagLike(opened.source) || (opened.source.entries.length === 0 && opened.findings.length > 0)) return opened;
  throw new PugmarkError('package-unreadable', `${opened.source.name} is not a case package: there is no bag in it`);
}

async function openGivenFile(file: File, name: string): Promise<ReadContainer> {
  const reader = readBlob(file, name);
  const head = await reader.read(0, Math.min(file.size, AGE_FIRST_LINE.length));
  if (isAgeFile(head)) throw new PugmarkError('package-locked', `${name} is encrypted`);
  return await readZip(reader, name, browserDecompression);
}

/** What the checker brought along. Throws `input-unreadable`. */
async function readKnowledge(
  ports: VerifyPorts,
  { keys, fingerprints, roots, revocations, tokens }: CheckOrder,
): Promise<Required<Pick<VerifyPackageOptions, 'trusted' | 'timestampRoots' | 'suppliedTokens' | 'revocations'>>> {
  const trusted = new Set<Sha256Digest>(fingerprints);
  for (const file of keys) trusted.add(await readSmallFile(file, MAX_TRUST_KEY_BYTES, 'key', (bytes) => parseTrustKey(ports, bytes)));
  const timestampRoots: Uint8Array[] = [];
  for (const file of roots)
    timestampRoots.push(
      ...(await readSmallFile(file, MAX_ROOTS_BYTES, 'root certificate', (bytes) => parsePemCertificates(latin1Of(bytes)))),
    );
  const revoked: Uint8Array[] = [];
  for (const file of revocations)
    revoked.push(await readSmallFile(file, MAX_TRUST_KEY_BYTES, 'revocation', (bytes) => parseRevocationFile(ports.hashing, bytes)));
  const suppliedTokens: SuppliedToken[] = [];
  for (const file of tokens) suppliedTokens.push(...(await readSupplement(readBlob(file, file.name), file.name, browserDecompression)));
  return { trusted, timestampRoots, suppliedTokens, revocations: revoked };
}

async function readSmallFile<T>(file: File, maxBytes: number, what: string, parse: (bytes: Uint8Array) => T): Promise<T> {
  try {
    if (file.size > maxBytes) throw new PugmarkError('input-unreadable', `It is too long for a ${what}`);
    return parse(await readBlob(file, file.name).read(0, file.size));
  } catch (cause) {
    if (!isPugmarkError(cause)) throw cause;
    throw new PugmarkError('input-unreadable', `No ${what} can be read from ${file.name}: ${cause.message}`, { cause });
  }
}

function latin1Of(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
