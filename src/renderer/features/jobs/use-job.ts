import type { Job } from '../../../rpc/contract/packages.ts';
import { useCall } from '../../rpc/use-call.ts';

/** The newest state of a job; undefined when the engine knows none of this id. */
export function useJob(id: string | undefined): Job | undefined {
  const jobs = useCall('jobs.list', {}).data;
  return id === undefined ? undefined : jobs?.find(({ job }) => job === id);
}
