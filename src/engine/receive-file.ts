import { createReadStream } from 'node:fs';
import { isAbsolute } from 'node:path';
import { addReceivedFile } from '../app/received-files.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ExhibitRow } from '../rpc/contract/cases.ts';
import type { JudgedInput } from '../rpc/contract.ts';
import { findFoundExhibit } from '../app/exhibit-service.ts';
import { composeReceivedGround } from './composition.ts';
import type { EngineContext } from './engine-context.ts';
import { buildRowOf } from './exhibit-rows.ts';

/**
 * A file that a person gave becomes an exhibit, in a session of its own. Throws as `addReceivedFile`, `case-unknown`, `vault-closed`; `usage`
 * for an upload that is not there.
 */
export async function addFile(context: EngineContext, given: JudgedInput<'files.add'>, signal: AbortSignal): Promise<ExhibitRow> {
  const vault = context.vault();
  const store = vault.openCase(given.case);
  const ground = await composeReceivedGround();
  const upload = 'upload' in given.file ? context.uploads.take(given.file.upload) : undefined;
  const path = 'path' in given.file ? given.file.path : (upload?.path ?? '');
  if (!isAbsolute(path)) throw new PugmarkError('usage', `${JSON.stringify(path)} is no absolute path`);
  return await context.busy(async () => {
    try {
      const session = store.startSession({ files: 1 });
      let added = 0;
      try {
        const run = { store, operator: vault.operator, origin: given.origin, signal };
        const { exhibit } = await addReceivedFile(ground, run, session, { name: given.name, open: () => readGiven(path, given.name) });
        added = 1;
        return buildRowOf(store, findFoundExhibit(store, exhibit));
      } finally {
        store.endSession(session, { added, refused: 1 - added });
        context.tellCase(given.case);
      }
    } finally {
      await upload?.release();
    }
  });
}

/** The bytes of a file that a person gave, by its path. Throws `input-unreadable`. */
export async function* readGiven(path: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) yield piece;
  } catch (cause) {
    throw new PugmarkError('input-unreadable', `${JSON.stringify(name)} cannot be read`, { cause });
  }
}
