import { buildCanonicalJson, parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import { concatBytes } from '../core/digest/encoding.ts';
import { PugmarkError } from '../core/errors.ts';
import { openIdentityCertificate } from '../core/signing/key-certificate.ts';
import { captureRecordSchema } from '../core/model/capture-record.ts';
import { findSealed } from './export-exhibit.ts';
import { chooseKeys, sealKeyFiles } from './export-keys.ts';
import type { PackagePlan } from './export-plan.ts';
import type { VaultReader } from '../core/ports.ts';
import { readCertificateText } from '../core/personal-data/certificate-text.ts';
import { knownValuesOfRecord, knownValuesOfStatements } from '../core/personal-data/collect-known-values.ts';
import { assertNoPersonalData, findPersonalData } from '../core/personal-data/find-personal-data.ts';
import { PACKAGE_PATHS } from '../core/package/layout.ts';
import type { PlannedFile } from './export-bag.ts';
import type { ExportGround, ExportRequest, UnderWay } from './export-run.ts';

/** Answers that a person gives so that they go out: the contact that counts are published with. */
const PUBLIC_ANSWERS = ['public-contact'] as const;

/**
 * Looks through every byte of a package that may not name anybody, but for the pages of the formats, which are the same in all packages of a release.
 * Throws `personal-data-found`.
 */
export async function assertNothingPersonal(
  ground: ExportGround,
  { store, vault, answers = {}, signal }: ExportRequest,
  { started, name }: UnderWay,
  plan: PackagePlan,
): Promise<void> {
  const { decompression, formatPages } = ground;
  if (decompression === undefined)
    throw new PugmarkError('program-fault', 'What would go out cannot be looked through for personal data here');
  const known = [
    started.entry.actor,
    ...vault.listOperators().map(({ serviceNumber }) => serviceNumber),
    store.summary.reference,
    store.summary.title,
    ...knownValuesOfStatements(store.listStatements()),
  ];
  // Of the whole case: a seller may be named in what was made of another page.
  for (const summary of store.listExhibits()) {
    signal.throwIfAborted();
    if (summary.kind === 'received' || summary.digest === undefined || summary.erased === true) continue;
    const { readBytes } = findSealed(ground.cryptography.hashing, store, summary);
    known.push(...knownValuesOfRecord(parseCanonicalJson(await readBytes(), captureRecordSchema, summary.exhibit)));
  }
  const ofRelease = new Set(formatPages.map(({ path }) => path));
  const files = [
    { path: `${name}/${PACKAGE_PATHS.info}`, bytes: plan.info },
    { path: PACKAGE_PATHS.seal, bytes: buildCanonicalJson(plan.seal) },
  ];
  const readCertificate = readerOfCertificates(ground, vault, store.summary.practice);
  for (const file of plan.payload) {
    signal.throwIfAborted();
    if (!ofRelease.has(file.path)) files.push({ path: file.path, bytes: readCertificate(file.path, await readWhole(file)) });
  }
  const allowed = PUBLIC_ANSWERS.flatMap((id) => answers[id] ?? []);
  assertNoPersonalData(await findPersonalData(decompression, { files, known: [...new Set(known)], allowed }));
}

/** The keys that such a package is sealed with go out as what their certificates say; all other files as they are. */
function readerOfCertificates(
  { cryptography }: ExportGround,
  vault: VaultReader,
  practice: boolean,
): (path: string, bytes: Uint8Array) => Uint8Array {
  const keys = chooseKeys(vault, practice);
  const { publicKey } = openIdentityCertificate(cryptography, keys.identity.certificate, practice);
  const certificates = new Set(sealKeyFiles(keys).map(({ path }) => path));
  return (path, bytes) => (certificates.has(path) ? readCertificateText(cryptography, bytes, publicKey) : bytes);
}

async function readWhole({ open }: PlannedFile): Promise<Uint8Array> {
  const source = open({ onSha256: () => undefined });
  if (source instanceof Uint8Array) return source;
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece.slice());
  return concatBytes(...pieces);
}
