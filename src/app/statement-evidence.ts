import { PugmarkError } from '../core/errors.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { CaseReader, FoundExhibit } from '../core/ports.ts';
import type { EvidencePointer } from '../core/statements/statement.ts';
import { refuseStatement } from './statement-rules.ts';

/**
 * Pointers into the evidence, whole: role, name and digest of the artifact as the vault has them. Throws `exhibit-unknown`, `artifact-unknown`;
 * `statement-refused` (`evidence-erased`, `evidence-missing`, `evidence-ambiguous`, `evidence-differs`, `evidence-secret`).
 */
export function completeEvidence(reader: CaseReader, pointers: readonly EvidencePointer[]): readonly EvidencePointer[] {
  return pointers.map((pointer) => {
    const found = requireSealed(reader, pointer.exhibit);
    const { exhibit, quote } = pointer;
    const artifact = findArtifact(found, pointer);
    return {
      exhibit,
      ...(artifact === undefined ? {} : { role: artifact.role, artifact: artifact.name, sha256: artifact.sha256 }),
      ...(quote === undefined ? {} : { quote }),
    };
  });
}

/** An exhibit that holds something. Throws `exhibit-unknown`; `statement-refused` (`evidence-erased`, `evidence-missing`). */
export function requireSealed(reader: CaseReader, exhibit: string): FoundExhibit {
  const found = reader.findExhibit(exhibit);
  // `E-00001` finds E-0001: the case has one name for it.
  if (found === undefined || found.summary.exhibit !== exhibit)
    throw new PugmarkError('exhibit-unknown', `Case ${reader.summary.reference} has no exhibit ${exhibit}`);
  if (found.summary.erased === true) refuseStatement('evidence-erased', `${exhibit} was erased: nothing can rest on it any more`);
  if (found.summary.digest === undefined) refuseStatement('evidence-missing', `${exhibit} holds nothing: no capture of it was sealed`);
  return found;
}

function findArtifact({ summary, artifacts }: FoundExhibit, pointer: EvidencePointer): StoredArtifact | undefined {
  const { exhibit } = summary;
  const { role, artifact: name, sha256 } = pointer;
  if (role === undefined && name === undefined) {
    if (sha256 !== undefined) refuseStatement('evidence-differs', `A digest is that of an artifact: name the artifact of ${exhibit}`);
    return undefined;
  }
  const fitting = artifacts.filter((artifact) => (role ?? artifact.role) === artifact.role && (name ?? artifact.name) === artifact.name);
  const [artifact] = fitting;
  if (artifact === undefined)
    throw new PugmarkError('artifact-unknown', `${exhibit} has no artifact ${[role && `[${role}]`, name].filter(Boolean).join(' ')}`);
  if (fitting.length > 1)
    refuseStatement('evidence-ambiguous', `${exhibit} has ${fitting.length} artifacts [${artifact.role}]: name the one that is meant`);
  // Cookies and passwords: what stands in them is never handed over, so that nobody could look there.
  if (artifact.role === 'secrets') refuseStatement('evidence-secret', `No statement rests on the [secrets] of ${exhibit}`);
  if (sha256 !== undefined && sha256 !== artifact.sha256)
    refuseStatement('evidence-differs', `${artifact.name} of ${exhibit} has the digest ${artifact.sha256}, not ${sha256}`);
  return artifact;
}
