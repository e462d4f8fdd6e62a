import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { buildCheckpointNote, parseCheckpointNote, type TreeHead } from '../../../src/core/custody/checkpoint.ts';
import type { CustodyEntry } from '../../../src/core/custody/entry.ts';
import { buildInclusionProof, buildMerkleRoot, hashLeaf } from '../../../src/core/custody/merkle.ts';
import { buildTlogProof, parseTlogProof } from '../../../src/core/custody/tlog-proof.ts';
import { hexOf, sha256BytesOf, sha256DigestOf, type Sha256Digest } from '../../../src/core/digest/digest.ts';
import { parseBase64, parseUtf8, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { keyPath, PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { isBareSeal, parseSealStatement, type PackageSeal } from '../../../src/core/package/seal-statement.ts';
import type { Signer } from '../../../src/core/ports.ts';
import { buildEnvelope, parseEnvelope } from '../../../src/core/signing/dsse.ts';
import { buildKeyCertificate, STATEMENT_PAYLOAD_TYPE, type KeyPurpose } from '../../../src/core/signing/key-certificate.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { writeManifests } from './builder.ts';
import { seededSigner } from './seeded-keys.ts';
import { digestOf, type PackageFiles } from './twists.ts';

/** Where a forger puts a hand in; everything that follows from it is made to fit. */
export interface Forgery {
  /** Facts of a record, as JSON. */
  readonly record?: (record: Record<string, unknown>) => Record<string, unknown>;
  readonly entry?: (entry: CustodyEntry) => CustodyEntry;
  readonly texts?: (texts: string) => string;
  readonly statement?: (seal: PackageSeal) => PackageSeal;
  /** `bag-info.txt`, before the manifests. */
  readonly info?: (info: string) => string;
  readonly agency?: string;
}

type Keys = Readonly<Record<KeyPurpose, Signer>>;

/** What a package that nobody signed for would need: manifests and `Payload-Oxum` of whatever is there. */
export function fixUpBag(files: PackageFiles): void {
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const oxum = `Payload-Oxum: ${payload.reduce((sum, [, bytes]) => sum + bytes.length, 0)}.${payload.length}`;
  files.set('bag-info.txt', toUtf8(textOf(files, 'bag-info.txt').replace(/Payload-Oxum: .*/, oxum)));
  writeManifests(files);
}

/** A seal over the tag manifests that are there. */
export function sealAgain(files: PackageFiles, signer: Signer, edit: (seal: PackageSeal) => PackageSeal = (seal) => seal): void {
  const { payload } = parseEnvelope(files.get(PACKAGE_PATHS.seal) ?? new Uint8Array());
  const statement = parseSealStatement(payload);
  const { predicate } = statement;
  if (isBareSeal(predicate)) throw new Error('the package has no custody log');
  const subject = statement.subject.map(({ name }) => {
    const bytes = files.get(name) ?? new Uint8Array();
    return { name, digest: { sha256: hexOf(digestOf(bytes)), sha512: Buffer.from(nodeHashing.sha512(bytes)).toString('hex') } };
  });
  const sealed = buildCanonicalJson({ ...statement, subject, predicate: edit(predicate) });
  files.set(PACKAGE_PATHS.seal, buildEnvelope(nodeHashing, STATEMENT_PAYLOAD_TYPE, sealed, signer));
}

/**
 * The package once more, made by somebody who holds all of it and none of its keys: with keys of their own, under which everything in it
 * fits together. Leaves that were withheld stay as they are. Returns the fingerprint of the new identity.
 */
export function forge(files: PackageFiles, forgery: Forgery = {}): Sha256Digest {
  const before = parseSealStatement(parseEnvelope(files.get(PACKAGE_PATHS.seal) ?? new Uint8Array()).payload).predicate;
  const keys = makeKeys(files, before.practice, forgery.agency);
  const station = fingerprintOf(nodeHashing, keys.identity.publicKey);
  const lines = textOf(files, PACKAGE_PATHS.log).trimEnd().split('\n');
  const [originLine = '', ...leaves] = lines;
  const { origin } = JSON.parse(originLine) as { origin: string };

  const entries = leaves.map((line) => JSON.parse(line) as CustodyEntry | { seq: number; withheld: Sha256Digest });
  const sessions = new Map<unknown, Sha256Digest>();
  const digests = new Map<unknown, Sha256Digest>();
  const hashes: Uint8Array[] = [];
  const written = entries.map((leaf) => {
    if ('withheld' in leaf) {
      hashes.push(sha256BytesOf(leaf.withheld));
      return JSON.stringify(leaf);
    }
    const own = { ...leaf, station };
    if (own.digest !== undefined && own.exhibit !== undefined) {
      const digest = forgeRecord(files, own.exhibit, { station, sessions, ...forgery });
      digests.set(own.exhibit, digest);
      own.digest = digest;
    }
    const line = parseUtf8(buildCanonicalJson(forgery.entry?.(own) ?? own));
    if (own.type === 'session.started') sessions.set(own.details['session'], digestOf(toUtf8(line)));
    hashes.push(hashLeaf(nodeHashing, toUtf8(line)));
    return line;
  });
  files.set(PACKAGE_PATHS.log, toUtf8([originLine, ...written].map((line) => `${line}\n`).join('')));
  if (forgery.texts !== undefined) files.set(PACKAGE_PATHS.texts, toUtf8(forgery.texts(textOf(files, PACKAGE_PATHS.texts))));

  const headAt = (size: number): TreeHead => ({ origin, size, root: sha256DigestOf(buildMerkleRoot(nodeHashing, hashes, size)) });
  const noteAt = (size: number): string => buildCheckpointNote(nodeHashing, headAt(size), keys.log);
  for (const path of files.keys()) {
    if (path.endsWith('.note')) files.set(path, toUtf8(noteAt(parseCheckpointNote(textOf(files, path)).size)));
    if (!path.endsWith('.tlog-proof')) continue;
    const { index, checkpoint } = parseTlogProof(textOf(files, path));
    const { size } = parseCheckpointNote(checkpoint);
    const proof = buildInclusionProof(nodeHashing, hashes, index, size);
    files.set(path, toUtf8(buildTlogProof({ index, proof, checkpoint: noteAt(size) })));
  }
  if (forgery.info !== undefined) files.set('bag-info.txt', toUtf8(forgery.info(textOf(files, 'bag-info.txt'))));
  fixUpBag(files);
  sealAgain(files, keys.seal, (seal) => {
    const exhibits = seal.scope.exhibits.map(({ exhibit, digest }) => ({ exhibit, digest: digests.get(exhibit) ?? digest }));
    const own = { ...seal, station, checkpoint: headAt(hashes.length), scope: { ...seal.scope, exhibits } };
    return forgery.statement?.(own) ?? own;
  });
  return station;
}

/** Keys for each that is there, and certificates that say of them what was said of the old ones. */
function makeKeys(files: PackageFiles, practice: boolean, agency: string | undefined): Keys {
  const keys: Keys = {
    identity: seededSigner('forger identity'),
    log: seededSigner('forger log'),
    seal: seededSigner('forger seal'),
    operator: seededSigner('forger operator'),
  };
  const certificates = [...files].filter(([path]) => path.startsWith(`${PACKAGE_PATHS.keys}/`));
  for (const [path, bytes] of certificates) {
    const { predicate } = JSON.parse(parseUtf8(parseEnvelope(bytes).payload)) as {
      predicate: { purpose: KeyPurpose; createdAt: string; operator?: string; agency?: string };
    };
    const { purpose, createdAt, operator } = predicate;
    const { publicKey } = keys[purpose];
    const named = agency ?? predicate.agency;
    files.delete(path);
    files.set(
      keyPath(fingerprintOf(nodeHashing, publicKey)),
      buildKeyCertificate(nodeHashing, keys.identity, {
        publicKey,
        purpose,
        practice,
        createdAt,
        ...(operator === undefined ? {} : { operator }),
        ...(purpose !== 'identity' || named === undefined ? {} : { agency: named }),
      }),
    );
  }
  return keys;
}

function forgeRecord(
  files: PackageFiles,
  exhibit: string,
  {
    station,
    sessions,
    record: edit,
  }: Pick<Forgery, 'record'> & { readonly station: string; readonly sessions: ReadonlyMap<unknown, string> },
): Sha256Digest {
  const path = `${PACKAGE_PATHS.exhibits}/${exhibit}/capture.json`;
  const record = JSON.parse(textOf(files, path)) as Record<string, unknown> & { session: { id: string } };
  const own = { ...record, station, session: { ...record.session, startedEntry: sessions.get(record.session.id) } };
  const bytes = buildCanonicalJson(edit?.(own) ?? own);
  files.set(path, bytes);
  return digestOf(bytes);
}

export function textOf(files: ReadonlyMap<string, Uint8Array>, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`${path} is not there`);
  return parseUtf8(bytes);
}

/** The payload of a DSSE envelope put in the place of another, its signature as it was. */
export function retypeEnvelope(bytes: Uint8Array, payload: string): Uint8Array {
  const envelope = JSON.parse(parseUtf8(bytes)) as Record<string, unknown>;
  return toUtf8(JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') }));
}

/** What a DSSE envelope says, its signature not looked at. */
export function payloadOf(bytes: Uint8Array): string {
  return parseUtf8(parseBase64((JSON.parse(parseUtf8(bytes)) as { payload: string }).payload));
}
