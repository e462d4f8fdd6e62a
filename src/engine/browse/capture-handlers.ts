import type { CAPTURE_CALLS } from '../../rpc/contract/captures.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import type { Batch } from './batch.ts';
import type { CaptureJobs } from './capture-jobs.ts';
import type { TabCaptures } from './tab-captures.ts';

/** Answers of the calls about captures under way and about the batch. */
export function createCaptureHandlers(parts: {
  readonly captures: TabCaptures;
  readonly jobs: CaptureJobs;
  readonly batch: Batch;
}): Pick<Handlers, keyof typeof CAPTURE_CALLS> {
  const { captures, jobs, batch } = parts;
  return {
    'captures.start': async ({ tabs }) => captures.start(tabs),
    'captures.stop-and-keep': ({ job }) => {
      jobs.find(job).stopAndKeep();
      return {};
    },
    'captures.cancel': ({ job }) => {
      jobs.find(job).giveUp();
      return {};
    },
    'captures.list': () => jobs.list(),
    'batch.add': (input) => batch.add(input),
    'batch.read': () => batch.read(),
    'batch.pause': () => {
      batch.pause();
      return {};
    },
    'batch.resume': () => {
      batch.resume();
      return {};
    },
    'batch.retry': ({ items }) => {
      batch.retry(items);
      return {};
    },
    'batch.remove': async ({ items }) => {
      await batch.remove(items);
      return {};
    },
  };
}
