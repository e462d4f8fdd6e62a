import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import { toUtf8 } from '../../digest/encoding.ts';
import { isPugmarkError } from '../../errors.ts';
import type { Artifact } from '../../model/artifact.ts';
import { statementSchema, type EvidencePointer } from '../../statements/statement.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { ShownTexts } from './check-texts.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** An artifact as a statement can point to it. */
export type ListedArtifact = Pick<Artifact, 'role' | 'name' | 'sha256'>;

/** Step 9, statements: what one rests on is what the record of its exhibit lists, where that record is in the package. */
export function checkEvidence(
  collector: VerdictCollector,
  texts: ShownTexts,
  listed: ReadonlyMap<string, readonly ListedArtifact[]>,
): void {
  for (const [place, text] of texts) {
    if (!place.endsWith(' statement')) continue;
    for (const pointer of evidenceOf(text)) {
      const artifacts = listed.get(pointer.exhibit);
      if (artifacts === undefined || isListed(pointer, artifacts)) continue;
      const message = `It rests on something in ${pointer.exhibit} that the record of the exhibit does not list`;
      collector.finding('statement-invalid', `${PACKAGE_PATHS.texts} ${place.replace(/ statement$/, '')}`, message);
    }
  }
}

/** None of a text that is no statement: that is told already. */
function evidenceOf(text: string): readonly EvidencePointer[] {
  try {
    return parseCanonicalJson(toUtf8(text), statementSchema, 'statement').evidence;
  } catch (error) {
    if (isPugmarkError(error)) return [];
    throw error;
  }
}

/** A pointer may name the exhibit as a whole, or any of role, name and digest. */
function isListed({ role, artifact, sha256 }: EvidencePointer, artifacts: readonly ListedArtifact[]): boolean {
  if (role === undefined && artifact === undefined && sha256 === undefined) return true;
  return artifacts.some(
    (listed) =>
      (role ?? listed.role) === listed.role && (artifact ?? listed.name) === listed.name && (sha256 ?? listed.sha256) === listed.sha256,
  );
}
