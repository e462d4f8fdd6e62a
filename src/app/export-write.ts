import { join } from 'node:path';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { Uuid } from '../core/ids.ts';
import { buildNeutralName, OPEN_PAGE_NAME } from '../core/package/encryption/encryption.ts';
import { PACKAGE_PATHS } from '../core/package/layout.ts';
import type { GeneratedFile } from '../core/package/package-log.ts';
import { buildSealStatement, isBareSeal } from '../core/package/seal-statement.ts';
import { sealTokenPath } from '../core/package/time-paths.ts';
import type { CaseStore, Checkpoint, ExportStart, PackageExport, PackageFiles } from '../core/ports.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../core/signing/key-certificate.ts';
import { targetOfCheckpoint } from './time/package-times.ts';
import { streamBag } from './export-bag.ts';
import type { PackagePlan } from './export-plan.ts';
import type { ExportedPackage, ExportGround, ExportRequest, UnderWay } from './export-run.ts';
import { listChosen } from './export-seal.ts';
import type { ExportSelection } from './export-selection.ts';

/** Time that an export waits for tokens over its checkpoint, then over its seal. What comes later is not in the package: a supplement may bring it. */
export const TOKENS_MS = 20_000;

/** Where a package of this name will stand. Throws as `PackageFiles.prepare`; the reason of the signal when it is aborted. */
export async function prepareDestination(ground: ExportGround, request: ExportRequest, name: string): Promise<string> {
  const { encryption, folder, vault, signal } = request;
  const destination = join(folder, encryption === undefined ? `${name}.zip` : buildNeutralName(ground.cryptography.random));
  await ground.files.prepare(destination, vault.folder, encryption);
  signal.throwIfAborted();
  return destination;
}

/** What the log says of an export before it begins. */
export function buildStart(
  { profile, choices, recipient, purpose, encryption, secretsReason, language }: ExportRequest,
  { selection, destination }: { readonly selection: ExportSelection; readonly destination: string },
): ExportStart {
  return {
    profile,
    exhibits: selection.exhibits.map(({ exhibit }) => exhibit),
    destination,
    parts: listChosen(profile, choices),
    language,
    ...(recipient === undefined ? {} : { recipient }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(encryption === undefined ? {} : { encryption: encryption.kind === 'passphrase' ? 'passphrase' : encryption.recipients.join('\n') }),
    ...(secretsReason === undefined ? {} : { secretsReason }),
  };
}

/** From the start of an export to its end. Anything that throws before the name leaves no file, and `package.failed` in the log. */
export async function makePackage(
  ground: ExportGround,
  request: ExportRequest,
  under: UnderWay,
  makePlan: () => Promise<PackagePlan>,
): Promise<{ readonly made: ExportedPackage; readonly plan: PackagePlan }> {
  const { store, onProgress } = request;
  const { started, destination } = under;
  let written: { readonly made: ExportedPackage; readonly plan: PackagePlan };
  try {
    onProgress({ step: 'exported', subject: destination, done: 0, total: 1 });
    written = await writePackage(ground, request, under, await makePlan());
  } catch (error) {
    endAsFailed(store, started, error);
    throw error;
  }
  onProgress({ step: 'named', subject: destination, done: 1, total: 1 });
  // From here on the package is there: whatever fails now is owed to the log, and the next start pays it.
  store.endExport(started, written.made);
  onProgress({ step: 'sealed', subject: destination, done: 1, total: 1 });
  return written;
}

async function writePackage(
  ground: ExportGround,
  request: ExportRequest,
  { started, selection, name, destination, createdAt, isTimeOwed = false }: UnderWay,
  plan: PackagePlan,
): Promise<{ readonly made: ExportedPackage; readonly plan: PackagePlan }> {
  const { store, signal, onProgress, agencySeal } = request;
  let seal: Uint8Array | undefined;
  let done = 0;
  const entries = streamBag(ground.cryptography.hashing, {
    name,
    payload: plan.payload,
    ...(plan.viewer === undefined ? {} : { viewer: plan.viewer }),
    info: plan.info,
    seal: (subject) => (seal = store.signSeal(STATEMENT_PAYLOAD_TYPE, buildSealStatement(subject, plan.seal))),
    ...(agencySeal === undefined ? {} : { agencySeal: (bytes: Uint8Array) => agencySeal(bytes, createdAt) }),
    stampSeal: async (bytes) => {
      if (isBareSeal(plan.seal)) return [];
      const files = await stampSeal(ground, request, { package: started.id, seal: bytes });
      if (isTimeOwed) await stampLog(ground, request, plan.seal.checkpoint);
      return files;
    },
    onFile: (path, sizeBytes) => {
      onProgress({ step: 'write', subject: path, done, total: plan.payloadBytes });
      done += sizeBytes;
    },
  });
  const written = await ground.files.write(entries, { destination, package: started.id, createdAt, signal, ...buildLock(ground, request) });
  try {
    if (seal === undefined) throw new PugmarkError('program-fault', 'The package was written without its seal');
    const { sizeBytes, fileSha256 } = written;
    if (sizeBytes > (plan.limitBytes ?? sizeBytes))
      throw new PugmarkError('program-fault', `The reduced set has ${sizeBytes} bytes, more than the ${plan.limitBytes} that it may have`);
    const digest = sha256DigestOf(ground.cryptography.hashing.sha256(seal));
    onProgress({ step: 'written', subject: destination, done: 1, total: 1 });
    signal.throwIfAborted();
    const facts = { seal: digest, sizeBytes, ...(fileSha256 === undefined ? {} : { fileSha256 }) };
    store.noteSealed(started, facts);
    onProgress({ step: 'noted', subject: destination, done: 1, total: 1 });
    await written.publish();
    const made: ExportedPackage = {
      package: started.id,
      path: destination,
      ...facts,
      profile: request.profile,
      practice: store.summary.practice,
      language: request.language,
      exhibits: selection.exhibits.map(({ exhibit }) => exhibit),
      scope: plan.report.seal.scope,
    };
    return { made, plan };
  } catch (error) {
    await written.discard();
    throw error;
  }
}

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

/** Asks for time stamps over the log in a package, after that was written: they are for a supplement, and not waited for. */
async function stampLog(
  ground: ExportGround,
  { tokens, signal, store }: ExportRequest,
  { origin, size }: Pick<Checkpoint, 'origin' | 'size'>,
): Promise<void> {
  const checkpoint = store.readCheckpoints().find((one) => one.origin === origin && one.size === size);
  if (tokens === undefined || store.summary.practice || checkpoint === undefined) return;
  await tokens.requestTokens(targetOfCheckpoint(ground.cryptography.hashing, checkpoint), { withinMs: 0, signal });
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
