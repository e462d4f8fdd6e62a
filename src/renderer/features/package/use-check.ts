import { useState } from 'react';
import { isPugmarkError, PugmarkError } from '../../../core/errors.ts';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { useAct } from '../../rpc/use-call.ts';

interface Taking {
  readonly name: string;
  readonly sent: number;
  readonly size: number;
}

export interface Check {
  /** A file on its way to the engine. */
  readonly taking: Taking | undefined;
  readonly error: PugmarkError | undefined;
  /** With the time stamps that came after it. */
  readonly start: (file: File, tokens: readonly File[]) => void;
}

/** What opens an encrypted package. */
export interface Unlock {
  readonly identities?: string[];
  readonly passphrase?: string;
}

/** Hands a package over to the engine and lets it be checked, against these fingerprints. */
export function useCheck(trustKeys: readonly string[], unlock: Unlock, onStarted: (job: Job) => void): Check {
  const client = useClient();
  const verify = useAct('package.verify', { stale: ['jobs.list'], onDone: onStarted });
  const [taking, setTaking] = useState<Taking>();
  const [error, setError] = useState<PugmarkError>();
  const take = async (file: File, later: readonly File[]): Promise<void> => {
    const { name, size } = file;
    setError(undefined);
    setTaking({ name, sent: 0, size });
    try {
      const given = await client.upload(file, { onProgress: (sent) => setTaking({ name, sent, size }) });
      const tokens = [];
      for (const one of later) tokens.push({ file: await client.upload(one), name: one.name });
      await verify.mutateAsync({
        file: given,
        name,
        ...(trustKeys.length === 0 ? {} : { trustKeys: [...trustKeys] }),
        ...(tokens.length === 0 ? {} : { tokens }),
        ...unlock,
      });
    } catch (fault) {
      setError(isPugmarkError(fault) ? fault : new PugmarkError('program-fault', String(fault)));
    } finally {
      setTaking(undefined);
    }
  };
  return { taking, error, start: (file, tokens) => void take(file, tokens) };
}
