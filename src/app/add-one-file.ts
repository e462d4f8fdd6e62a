import type { Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { AddedFile } from '../core/model/received-result.ts';
import { addReceivedFile, type GivenFile, type ReceivedGround, type ReceivedRun } from './received-files.ts';

/**
 * Takes in one file whose bytes were looked at before, in a session of its own; `then` runs within it. Throws as `addReceivedFile` and `then`;
 * `input-unreadable` when the bytes are others by now: they are an exhibit then, and nothing more is said of them.
 */
export async function addOneFile<T>(
  ground: ReceivedGround,
  run: ReceivedRun,
  given: { readonly file: GivenFile; readonly sha256: Sha256Digest },
  then: (added: AddedFile) => T,
): Promise<T> {
  const { store } = run;
  const session = store.startSession({ files: 1 });
  let added = 0;
  try {
    const file = await addReceivedFile(ground, run, session, given.file);
    added = 1;
    if (file.sha256 !== given.sha256)
      throw new PugmarkError(
        'input-unreadable',
        `The file ${file.givenName} changed after it was looked at: what came in is ${file.exhibit}; give the unchanged file again`,
      );
    return then(file);
  } finally {
    store.endSession(session, { added, refused: 1 - added });
  }
}
