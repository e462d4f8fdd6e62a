import { parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import { concatBytes } from '../core/digest/encoding.ts';
import type { ArtifactRole } from '../core/model/artifact.ts';
import type { ReportExhibit } from '../core/package/report-input.ts';

/** Above it an accompanying artifact is none that this tool wrote. */
const MAX_ACCOMPANYING_BYTES = 1024 * 1024;

/** The artifact of a role that says who captured, or with what; undefined where the package has none. Throws `object-changed`, `record-invalid`. */
export async function readAccompanying<T>(
  exhibit: ReportExhibit,
  role: ArtifactRole,
  schema: Parameters<typeof parseCanonicalJson<T>>[1],
): Promise<T | undefined> {
  const artifact = exhibit.artifacts.find((one) => one.role === role);
  if (artifact === undefined || artifact.sizeBytes > MAX_ACCOMPANYING_BYTES) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of exhibit.readArtifact(artifact)) chunks.push(chunk);
  return parseCanonicalJson(concatBytes(...chunks), schema, artifact.path);
}
