import { parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { Hashing } from '../core/digest/digest.ts';
import type { ExhibitSummary, StoredArtifact } from '../core/model/case.ts';
import { receivedRecordSchema } from '../core/model/received-record.ts';
import type { PackagePart } from '../core/package/profiles.ts';
import type { ReportArtifact, ReportReceived } from '../core/package/report-input.ts';
import type { CaseReader } from '../core/ports.ts';
import { changed, chooseArtifacts, findSealed } from './export-exhibit.ts';
import { findOrigin } from './received-exhibit.ts';

/** A received file as it goes into a package. */
export interface PlannedReceived extends ReportReceived {
  readonly artifacts: readonly (ReportArtifact & StoredArtifact)[];
}

/** The same for a received file, by its `received.json`. Throws `object-changed`, `object-missing`, `record-invalid`. */
export async function planReceived(
  hashing: Pick<Hashing, 'sha256'>,
  reader: CaseReader,
  summary: ExhibitSummary,
  parts: ReadonlySet<PackagePart>,
): Promise<PlannedReceived> {
  const { exhibit } = summary;
  const { stored, sealedAt, digest, readBytes, byName } = findSealed(hashing, reader, summary);
  const record = parseCanonicalJson(await readBytes(), receivedRecordSchema, `${exhibit} ${stored.name}`);
  if (record.attempt !== summary.attempt || record.case !== reader.summary.id || record.practice !== reader.summary.practice) {
    throw changed(exhibit, 'its record is of another exhibit');
  }
  const { artifacts, leftOut } = chooseArtifacts(exhibit, [...record.artifacts, stored], byName, parts);
  const origin = findOrigin(reader, exhibit);
  return { exhibit, digest, record, sealedAt, artifacts, leftOut, ...(origin === undefined ? {} : { origin }) };
}
