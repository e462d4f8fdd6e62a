import type { Job } from '../../src/rpc/contract/packages.ts';
import { eventually } from '../support/eventually.ts';
import { REFERENCE, type StartedEngine } from './engine-fixture.ts';

/** An export of the whole case without a report, which would need a browser. */
export const EXPORT_REQUEST = { case: REFERENCE, profile: 'prosecutor', language: 'en', report: false } as const;

/** The job as it is when it runs no longer. */
export async function untilEnded({ call }: StartedEngine, { job }: Job): Promise<Job> {
  return await eventually(async () => {
    const found = (await call('jobs.list', {})).find((one) => one.job === job);
    if (found === undefined || found.state === 'running') throw new Error('It is still running');
    return found;
  });
}
