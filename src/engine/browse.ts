import type { CaptureGround } from '../app/capture-run.ts';
import { PugmarkError } from '../core/errors.ts';
import { Batch } from './browse/batch.ts';
import { createBrowserHandlers } from './browse/browser-handlers.ts';
import { createCaptureHandlers } from './browse/capture-handlers.ts';
import { CaptureJobs } from './browse/capture-jobs.ts';
import { CaseWorks } from './browse/case-works.ts';
import { TabCaptures } from './browse/tab-captures.ts';
import { composeCaptureGround } from './composition.ts';
import type { Browse, EngineContext } from './engine-context.ts';

/** Tabs, captures and batch. `ground`: what captures of addresses stand on, asked for when there is the first one. */
export function createBrowse(
  context: EngineContext,
  ground: () => Promise<CaptureGround> = async () => ({
    ...(await composeCaptureGround(context.vaultFolder)),
    ...(context.times === undefined ? {} : { times: context.times }),
  }),
): Browse {
  const jobs = new CaptureJobs(context);
  const works = new CaseWorks(context, jobs);
  const captures = new TabCaptures(context, works, jobs);
  const batch = new Batch(context, jobs, ground);
  return {
    handlers: { ...createBrowserHandlers(works, context.uploads), ...createCaptureHandlers({ captures, jobs, batch }) },
    watchTab: (tab, listener) => works.findTab(tab).tab.watch(listener),
    countUnderWay: () => jobs.underWay.length,
    enterVault: () => batch.enter(),
    timeChanged: (reference) => jobs.lookAtTimes(reference, (exhibit) => context.readCase(reference).findTime({ exhibit }).state),
    leaveCase: async (reference) => {
      const { reference: name } = context.vault().findCase(reference) ?? { reference };
      if (jobs.underWay.some(({ view }) => view.case === name))
        throw new PugmarkError('work-under-way', `Captures of ${name} have not ended: wait for them, or stop them`);
      await works.leave(name, 'The case was closed');
    },
    forgetErased: (reference, exhibits) => {
      jobs.forgetErased(reference, exhibits);
      batch.changed();
    },
    isInUse: (reference) =>
      reference === undefined ? works.count > 0 : works.has(context.vault().findCase(reference)?.reference ?? reference),
    leaveVault: async () => {
      const why = 'The vault was closed during the capture';
      await Promise.all([batch.leave(why), works.leaveAll(why)]);
      captures.forget();
    },
  };
}
