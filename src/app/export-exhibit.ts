import { parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { UtcTime } from '../core/clock.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../core/digest/digest.ts';
import { concatBytes } from '../core/digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import { environmentArtifactSchema } from '../core/model/accompanying-artifacts.ts';
import type { Artifact } from '../core/model/artifact.ts';
import type { StoredArtifact, ExhibitSummary } from '../core/model/case.ts';
import { captureRecordSchema, type CaptureRecord } from '../core/model/capture-record.ts';
import { exhibitFolder, fileNameInPackage } from '../core/package/layout.ts';
import { partOfRole, type PackagePart } from '../core/package/profiles.ts';
import type { ReportArtifact, ReportExhibit } from '../core/package/report-input.ts';
import type { CaseReader } from '../core/ports.ts';

/** An exhibit as it goes into a package: its files, named and measured by its record. */
export interface PlannedExhibit extends ReportExhibit {
  readonly artifacts: readonly (ReportArtifact & StoredArtifact)[];
}

/**
 * What of an exhibit goes into a package, by its sealed record and not by the database. Throws `object-changed`, `object-missing`,
 * `record-invalid` when the vault no longer holds what was sealed.
 */
export async function planExhibit(
  hashing: Pick<Hashing, 'sha256'>,
  reader: CaseReader,
  summary: ExhibitSummary,
  parts: ReadonlySet<PackagePart>,
): Promise<PlannedExhibit> {
  const { exhibit } = summary;
  const { stored, sealedAt, digest, readBytes: readSealed, byName } = findSealed(hashing, reader, summary);
  const readRecord = async (): Promise<CaptureRecord> =>
    parseCanonicalJson(await readSealed(), captureRecordSchema, `${exhibit} ${stored.name}`);
  const record = await readRecord();
  if (record.exhibit !== exhibit || record.case !== reader.summary.id || record.practice !== reader.summary.practice) {
    throw changed(exhibit, 'its record is of another exhibit');
  }
  const { artifacts, leftOut } = chooseArtifacts(exhibit, [...record.observation.artifacts, stored], byName, parts);
  const environment = artifacts.find(({ role }) => role === 'environment');
  const timeZone = environment === undefined ? undefined : await readTimeZone(reader, environment);
  return {
    exhibit,
    digest,
    state: record.observation.state,
    startedAt: summary.startedAt,
    sealedAt,
    artifacts,
    leftOut,
    ...(timeZone === undefined ? {} : { timeZone }),
    readRecord,
    readArtifact: (artifact) => reader.readArtifact(requireStored(exhibit, byName.get(artifact.name))),
  };
}

/** A sealed exhibit in the vault, and how its record is read: with the digest that was sealed, or not at all. Throws `object-changed`. */
export function findSealed(
  hashing: Pick<Hashing, 'sha256'>,
  reader: CaseReader,
  summary: ExhibitSummary,
): {
  readonly stored: StoredArtifact;
  readonly sealedAt: UtcTime;
  readonly digest: Sha256Digest;
  readonly byName: ReadonlyMap<string, StoredArtifact>;
  readonly readBytes: () => Promise<Uint8Array>;
} {
  const { exhibit, digest } = summary;
  const found = reader.findExhibit(exhibit);
  const stored = found?.artifacts.find(({ role }) => role === 'record');
  if (found?.sealedAt === undefined || stored === undefined || digest === undefined) throw changed(exhibit, 'its record is not there');
  if (stored.sha256 !== digest) throw changed(exhibit, 'its record is not the one that was sealed');
  return {
    stored,
    sealedAt: found.sealedAt,
    digest,
    byName: new Map(found.artifacts.map((artifact) => [artifact.name, artifact])),
    readBytes: async () => {
      const bytes = await readBytes(reader, stored);
      if (sha256DigestOf(hashing.sha256(bytes)) !== digest) throw changed(exhibit, 'its record is not the one that was sealed');
      return bytes;
    },
  };
}

/** What of the artifacts in a record goes in, each as the vault has it, and what stays out. Throws `object-changed`. */
export function chooseArtifacts(
  exhibit: string,
  listed: readonly Artifact[],
  byName: ReadonlyMap<string, StoredArtifact>,
  parts: ReadonlySet<PackagePart>,
): { readonly artifacts: readonly (ReportArtifact & StoredArtifact)[]; readonly leftOut: readonly Pick<Artifact, 'role' | 'name'>[] } {
  const sealed = listed.map((artifact) => matchStored(exhibit, artifact, byName.get(artifact.name)));
  const isIn = ({ role }: Artifact): boolean => parts.has(partOfRole(role));
  const artifacts = sealed.filter(isIn).map((artifact) => ({
    ...artifact,
    path: `${exhibitFolder(exhibit)}/${fileNameInPackage(artifact)}`,
  }));
  if (new Set(artifacts.map(({ path }) => path)).size !== artifacts.length) throw changed(exhibit, 'two of its files have one name');
  return { artifacts, leftOut: sealed.filter((artifact) => !isIn(artifact)).map(({ role, name }) => ({ role, name })) };
}

/** What the record says of an artifact; the database may only add where it lies. */
function matchStored(exhibit: string, artifact: Artifact, stored: StoredArtifact | undefined): StoredArtifact {
  const { role, name, mediaType, sizeBytes, sha256, sha512 } = artifact;
  const { objectSha256, encrypted } = requireStored(exhibit, stored);
  if (stored?.sha256 !== sha256 || stored.sha512 !== sha512 || stored.sizeBytes !== sizeBytes) {
    throw changed(exhibit, `the vault holds another ${name} than its record says`);
  }
  return { role, name, mediaType, sizeBytes, sha256, sha512, objectSha256, encrypted };
}

function requireStored(exhibit: string, stored: StoredArtifact | undefined): StoredArtifact {
  if (stored === undefined) throw changed(exhibit, 'the vault lacks one of its artifacts');
  return stored;
}

async function readTimeZone(reader: CaseReader, artifact: StoredArtifact): Promise<string | undefined> {
  try {
    return parseCanonicalJson(await readBytes(reader, artifact), environmentArtifactSchema, artifact.name).timeZone;
  } catch (error) {
    // It goes into the package as it is; only the local time beside UTC is not known then.
    if (isPugmarkError(error, 'record-invalid') || isPugmarkError(error, 'json-invalid')) return undefined;
    throw error;
  }
}

async function readBytes(reader: CaseReader, artifact: StoredArtifact): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reader.readArtifact(artifact)) chunks.push(chunk);
  return concatBytes(...chunks);
}

export function changed(exhibit: string, why: string): PugmarkError {
  return new PugmarkError('object-changed', `${exhibit} is not what was sealed (${why}): no package was made; run "pugmark check"`, {
    details: { exhibit },
  });
}
