import { basename, isAbsolute } from 'node:path';
import { PugmarkError } from '../core/errors.ts';
import { readSupplement, type SuppliedToken } from '../core/package/supplement/read-supplement.ts';
import { nodeDecompression } from '../packaging/decompression.ts';
import { openFileReader } from '../packaging/file-source.ts';
import type { JudgedInput } from '../rpc/contract.ts';
import type { EngineContext } from './engine-context.ts';

type Given = NonNullable<JudgedInput<'package.verify'>['tokens']>;

/**
 * Time stamps that a person gives beside a package: supplements, or responses. They are small and read whole; files of an upload are gone afterwards,
 * also when one of them is refused. Throws `usage`, `input-unreadable`.
 */
export async function readLaterTokens(context: Pick<EngineContext, 'uploads'>, given: Given): Promise<readonly SuppliedToken[]> {
  const taken = given.map(({ file, name }) => {
    if ('path' in file) {
      if (!isAbsolute(file.path)) throw new PugmarkError('usage', `${JSON.stringify(file.path)} is no absolute path`);
      return { path: file.path, name: basename(name) || basename(file.path), release: () => Promise.resolve() };
    }
    const upload = context.uploads.take(file.upload);
    return { path: upload.path, name: basename(name) || 'time stamp', release: () => upload.release() };
  });
  try {
    const tokens: SuppliedToken[] = [];
    for (const { path, name } of taken) {
      const file = await openFileReader(path);
      try {
        tokens.push(...(await readSupplement(file, name, nodeDecompression)));
      } finally {
        await file.close();
      }
    }
    return tokens;
  } finally {
    await Promise.all(taken.map(({ release }) => release()));
  }
}
