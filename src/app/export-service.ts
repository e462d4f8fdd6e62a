import { join } from 'node:path';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import { buildNeutralName, OPEN_PAGE_NAME } from '../core/package/encryption/encryption.ts';
import { buildPackageName, PACKAGE_PATHS } from '../core/package/layout.ts';
import type { GeneratedFile } from '../core/package/package-log.ts';
import { sealTokenPath } from '../core/package/time-paths.ts';
import type { Uuid } from '../core/ids.ts';
import { buildSealStatement } from '../core/package/seal-statement.ts';
import type { CaseStore, PackageExport, PackageFiles } from '../core/ports.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../core/signing/key-certificate.ts';
import { streamBag } from './export-bag.ts';
import { planPackage } from './export-plan.ts';
import type { ExportedPackage, ExportGround, ExportRequest, UnderWay } from './export-run.ts';
import { selectExhibits } from './export-selection.ts';

/**
 * Makes a package of a case. In this order: `package.exported` and its checkpoint, the files with that log, the manifests, the seal; the
 * package gets its name when it is whole and on the disk, then `package.sealed` follows. What fails in between leaves no file and
 * `package.failed`.
 *
 * With `encryption` the file has a name that tells nothing of the case, and what is plain of the package is in the vault alone.
 *
 * Throws before anything is written or logged: `exhibit-unknown`, `usage`, `io-failed`. Later: `object-changed`,
 * `object-missing`, `record-invalid`, `disk-full`, `io-failed`, `cancelled`, and what the report throws.
 */
export async function exportPackage(ground: ExportGround, request: ExportRequest): Promise<ExportedPackage> {
  const { store, profile } = request;
  const selection = selectExhibits(store.listExhibits(), request.exhibits, store.summary.reference);
  const createdAt = ground.clock.now();
  const name = buildPackageName(store.summary.reference, profile, createdAt);
  const { encryption } = request;
  const destination = join(request.folder, encryption === undefined ? `${name}.zip` : buildNeutralName(ground.cryptography.random));
  await ground.files.prepare(destination, request.vault.folder, encryption);
  request.signal.throwIfAborted();
  // Of what goes in, the time is confirmed first, as far as authorities answer.
  if (store.findTime().state === 'pending') await request.tokens?.stamp({ withinMs: TOKENS_MS, signal: request.signal });
  request.signal.throwIfAborted();
  const started = store.startExport({
    profile,
    exhibits: selection.exhibits.map(({ exhibit }) => exhibit),
    destination,
    ...(request.recipient === undefined ? {} : { recipient: request.recipient }),
    ...(request.purpose === undefined ? {} : { purpose: request.purpose }),
    ...(encryption === undefined ? {} : { encryption: encryption.kind === 'passphrase' ? 'passphrase' : encryption.recipients.join('\n') }),
  });
  const made = await makePackage(ground, request, { started, selection, createdAt, name, destination });
  request.onProgress({ step: 'named', subject: destination, done: 1, total: 1 });
  // From here on the package is there: whatever fails now is owed to the log, and the next start pays it.
  store.endExport(started, made);
  request.onProgress({ step: 'sealed', subject: destination, done: 1, total: 1 });
  return made;
}

/** Up to the name. Anything that throws leaves no file, and `package.failed` in the log. */
async function makePackage(ground: ExportGround, request: ExportRequest, under: UnderWay): Promise<ExportedPackage> {
  const { store, signal, onProgress, agencySeal } = request;
  const { started, name, destination, createdAt } = under;
  try {
    onProgress({ step: 'exported', subject: destination, done: 0, total: 1 });
    const plan = await planPackage(ground, request, under);
    let seal: Uint8Array | undefined;
    let done = 0;
    const entries = streamBag(ground.cryptography.hashing, {
      name,
      payload: plan.payload,
      ...(plan.viewer === undefined ? {} : { viewer: plan.viewer }),
      info: plan.info,
      seal: (subject) => (seal = store.signSeal(STATEMENT_PAYLOAD_TYPE, buildSealStatement(subject, plan.seal))),
      ...(agencySeal === undefined ? {} : { agencySeal: (bytes: Uint8Array) => agencySeal(bytes, createdAt) }),
      stampSeal: (bytes) => stampSeal(ground, request, { package: started.id, seal: bytes }),
      onFile: (path, sizeBytes) => {
        onProgress({ step: 'write', subject: path, done, total: plan.payloadBytes });
        done += sizeBytes;
      },
    });
    const written = await ground.files.write(entries, {
      destination,
      package: started.id,
      createdAt,
      signal,
      ...buildLock(ground, request),
    });
    try {
      if (seal === undefined) throw new PugmarkError('program-fault', 'The package was written without its seal');
      const digest = sha256DigestOf(ground.cryptography.hashing.sha256(seal));
      onProgress({ step: 'written', subject: destination, done: 1, total: 1 });
      signal.throwIfAborted();
      const { sizeBytes, fileSha256 } = written;
      const facts = { seal: digest, sizeBytes, ...(fileSha256 === undefined ? {} : { fileSha256 }) };
      store.noteSealed(started, facts);
      onProgress({ step: 'noted', subject: destination, done: 1, total: 1 });
      await written.publish();
      return {
        package: started.id,
        path: destination,
        ...facts,
        profile: request.profile,
        practice: store.summary.practice,
        language: request.language,
        exhibits: under.selection.exhibits.map(({ exhibit }) => exhibit),
        scope: plan.seal.scope,
      };
    } catch (error) {
      await written.discard();
      throw error;
    }
  } catch (error) {
    endAsFailed(store, started, error);
    throw error;
  }
}

/** Time that an export waits for tokens over its checkpoint, then over its seal. What comes later is not in the package: a supplement may bring it. */
const TOKENS_MS = 20_000;

/** Asks for time stamps over the seal. An authority that does not answer leaves its request in the package, which says so. */
async function stampSeal(
  ground: ExportGround,
  { tokens, signal, onProgress, store }: ExportRequest,
  sealed: { readonly package: Uuid; readonly seal: Uint8Array },
): Promise<readonly GeneratedFile[]> {
  if (tokens === undefined || store.summary.practice) return [];
  onProgress({ step: 'stamp', subject: PACKAGE_PATHS.seal, done: 0, total: 1 });
  const sha256 = sha256DigestOf(ground.cryptography.hashing.sha256(sealed.seal));
  const rows = await tokens.requestTokens({ subject: 'seal', ref: sealed.package, sha256 }, { withinMs: TOKENS_MS, signal });
  return rows
    .filter(({ state }) => state !== 'refused')
    .flatMap(({ authority, state, request, response }) => [
      { path: sealTokenPath(authority, 'tsq'), bytes: request },
      ...(state === 'granted' && response !== undefined ? [{ path: sealTokenPath(authority, 'tsr'), bytes: response }] : []),
    ])
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function buildLock(
  { openPage }: ExportGround,
  { encryption }: ExportRequest,
): Pick<Parameters<PackageFiles['write']>[1], 'encryption' | 'beside'> {
  if (encryption === undefined) return {};
  return { encryption, ...(openPage === undefined ? {} : { beside: { name: OPEN_PAGE_NAME, bytes: openPage } }) };
}

/** The reason of the failure is what the caller must hear, also when the log cannot take it now: then the next start enters it. */
function endAsFailed(store: CaseStore, started: PackageExport, reason: unknown): void {
  try {
    store.endExport(started, { reason: isPugmarkError(reason) ? reason.code : 'program-fault' });
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
  }
}
