import type { CaptureStage } from '../../../core/model/capture-record.ts';
import type { CaptureJob } from '../../../rpc/contract/captures.ts';

/** The three words of every capture, always the same and in this order. */
export const MILESTONES = ['seen', 'sealed', 'confirmed'] as const;
export type Milestone = (typeof MILESTONES)[number];
/** `missed`: it will not come. */
export type MilestoneState = 'reached' | 'under-way' | 'waiting' | 'missed';

/** The stages that a capture goes through, in their order; `open` only where the capture opened the address itself. */
const STAGES: readonly CaptureStage[] = ['open', 'as-seen', 'opened-up', 'print', 'close', 'seal'];

export function isUnderWay({ state }: CaptureJob): boolean {
  return state === 'running' || state === 'stopping';
}

export function milestonesOf(job: CaptureJob): Readonly<Record<Milestone, MilestoneState>> {
  const open = isUnderWay(job);
  const isKept = job.state === 'sealed' || job.state === 'partial' || (job.state === 'failed' && job.sealedAt !== undefined);
  const seen = job.seenAt !== undefined;
  return {
    seen: seen ? 'reached' : open ? 'under-way' : 'missed',
    sealed: job.sealedAt !== undefined || isKept ? 'reached' : open ? (seen ? 'under-way' : 'waiting') : 'missed',
    confirmed: job.time === 'confirmed' ? 'reached' : open || isKept ? 'waiting' : 'missed',
  };
}

export interface StageProgress {
  readonly stage: CaptureStage;
  readonly state: 'done' | 'now' | 'ahead' | 'left-out';
  readonly steps: CaptureJob['steps'];
  /** Since the start of the capture. */
  readonly fromMs?: number;
}

/** The stages filling in. What was never begun when the capture ended was left out. */
export function stagesOf(job: CaptureJob): readonly StageProgress[] {
  const begun = STAGES.indexOf(job.stage);
  const open = isUnderWay(job);
  return STAGES.flatMap((stage, index) => {
    const steps = job.steps.filter((step) => step.stage === stage);
    const first = steps[0]?.atMs;
    if (stage === 'open' && steps.length === 0 && job.stage !== 'open') return [];
    const reached = steps.length > 0 || index <= begun;
    // Printing can be switched off: passed without a step means it did not happen.
    const passed = index < begun && steps.length === 0 && stage === 'print';
    const state = passed ? 'left-out' : !reached ? (open ? 'ahead' : 'left-out') : open && index === begun ? 'now' : 'done';
    return [{ stage, state, steps, ...(first === undefined ? {} : { fromMs: first }) }];
  });
}

/** The record names steps in English words: `size of the view` has its text at `size-of-the-view`. */
export function stepCode(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

/** Under way first, newest first, then those that ended. */
export function sortJobs(jobs: readonly CaptureJob[]): readonly CaptureJob[] {
  return jobs.toSorted((one, other) => rank(one) - rank(other) || other.startedAt.localeCompare(one.startedAt));
}

function rank(job: CaptureJob): number {
  return isUnderWay(job) ? 0 : 1;
}
