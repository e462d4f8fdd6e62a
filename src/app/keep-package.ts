import type { Sha256Digest } from '../core/digest/digest.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import type { CheckedSeal } from '../core/package/verify-package.ts';
import { addNote, MAX_NOTE } from './notes.ts';
import { addOneFile } from './add-one-file.ts';
import type { GivenFile, ReceivedGround, ReceivedRun } from './received-files.ts';

/** Characters of the sender's reference that are repeated. */
const MAX_REFERENCE = 200;

/**
 * Takes a package that was received into the case as an exhibit of kind `received`: read only, beside the case's own, with its digest in the log, in
 * backups and under the vault's encryption. A note lists what it holds (`exhibits`, of `describeExhibits`), so that a search finds it.
 * `sha256`: of the file that was verified; another one is not passed off as it. Throws as `addOneFile`, `addNote`.
 */
export async function keepPackage(
  ground: ReceivedGround,
  run: Omit<ReceivedRun, 'origin'>,
  given: { readonly file: GivenFile; readonly sha256: Sha256Digest; readonly seal: CheckedSeal; readonly exhibits: string },
): Promise<ExhibitNumber> {
  const { package: id, profile, station, case: ofCase } = given.seal;
  // The reference is the sender's: a package may bring one of any length.
  const reference = ofCase.reference.slice(0, MAX_REFERENCE);
  const origin = `Package ${id} of case ${reference}, profile ${profile}, from station ${station}; a receipt was signed for it`;
  return await addOneFile(ground, { ...run, origin }, given, ({ exhibit }) => {
    const text = `Written by Pugmark from the records of the package.\n${origin}\n\n${given.exhibits}`;
    addNote(run.store, { exhibit, text: text.slice(0, MAX_NOTE) });
    return exhibit;
  });
}
