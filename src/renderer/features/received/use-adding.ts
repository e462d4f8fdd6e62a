import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isPugmarkError, PugmarkError } from '../../../core/errors.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { callKey } from '../../rpc/use-call.ts';

export interface RefusedFile {
  readonly file: File;
  readonly error: PugmarkError;
}

interface Adding {
  /** The file that is being handed over, and how much of it has gone. */
  readonly current: { readonly file: File; readonly sent: number } | undefined;
  readonly refused: readonly RefusedFile[];
  /** One after the other; a file that is refused stops no other. Resolves with the number of those that were added. */
  readonly add: (reference: string, files: readonly File[], origin: string) => Promise<number>;
}

const LONGEST_NAME = 255;

/** Makes files into exhibits of a case. */
export function useAdding(): Adding {
  const client = useClient();
  const cache = useQueryClient();
  const [current, setCurrent] = useState<Adding['current']>();
  const [refused, setRefused] = useState<readonly RefusedFile[]>([]);
  const addOne = async (reference: string, file: File, origin: string): Promise<void> => {
    setCurrent({ file, sent: 0 });
    const given = await client.upload(file, { onProgress: (sent) => setCurrent({ file, sent }) });
    await client.call('files.add', { case: reference, file: given, name: file.name.slice(0, LONGEST_NAME), origin });
  };
  const add = async (reference: string, files: readonly File[], origin: string): Promise<number> => {
    const failed: RefusedFile[] = [];
    for (const file of files) {
      try {
        await addOne(reference, file, origin);
      } catch (error) {
        failed.push({ file, error: isPugmarkError(error) ? error : new PugmarkError('program-fault', String(error)) });
      }
    }
    setCurrent(undefined);
    setRefused(failed);
    await cache.invalidateQueries({ queryKey: callKey('exhibits.search') });
    return files.length - failed.length;
  };
  return { current, refused, add };
}
