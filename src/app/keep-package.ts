import type { ExhibitNumber } from '../core/ids.ts';
import type { CheckedSeal } from '../core/package/verify-package.ts';
import { addNote, MAX_NOTE } from './notes.ts';
import { addReceivedFile, type GivenFile, type ReceivedGround, type ReceivedRun } from './received-files.ts';

/**
 * Takes a package that was received into the case as an exhibit of kind `received`: read only, beside the case's own, with its digest in the log, in
 * backups and under the vault's encryption. A note lists what it holds (`exhibits`, of `describeExhibits`), so that a search finds it.
 * Throws as `addReceivedFile`, `addNote`.
 */
export async function keepPackage(
  ground: ReceivedGround,
  run: Omit<ReceivedRun, 'origin'>,
  given: { readonly file: GivenFile; readonly seal: CheckedSeal; readonly exhibits: string },
): Promise<ExhibitNumber> {
  const { store } = run;
  const { package: id, profile, station, case: ofCase } = given.seal;
  const origin = `Package ${id} of case ${ofCase.reference}, profile ${profile}, from station ${station}; a receipt was signed for it`;
  const session = store.startSession({ files: 1 });
  let added = 0;
  try {
    const { exhibit } = await addReceivedFile(ground, { ...run, origin }, session, given.file);
    added = 1;
    const text = `Written by Pugmark from the records of the package.\n${origin}\n\n${given.exhibits}`;
    addNote(store, { exhibit, text: text.slice(0, MAX_NOTE) });
    return exhibit;
  } finally {
    store.endSession(session, { added, refused: 1 - added });
  }
}
