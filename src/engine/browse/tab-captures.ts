import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CaptureChoices } from '../../app/capture-record-parts.ts';
import { asPugmarkError, type AttemptOutcome } from '../../app/account-attempt.ts';
import type { UtcTime } from '../../core/clock.ts';
import { PugmarkError, type ErrorCode } from '../../core/errors.ts';
import type { ExhibitNumber } from '../../core/ids.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../core/model/limits.ts';
import type { CaptureJob } from '../../rpc/contract/captures.ts';
import type { EngineContext } from '../engine-context.ts';
import type { RunningJob } from './capture-job.ts';
import type { CaptureJobs } from './capture-jobs.ts';
import type { StartedSurface } from './case-surface.ts';
import type { CaseWork, CaseWorks } from './case-works.ts';
import type { OpenTab } from './open-tab.ts';
import { Turnstile } from './turnstile.ts';

/** Tabs that are looked at at once: more would only slow each other down. Numbers are given to all at once. */
const WIDTH = 6;

/** Problems of a tab after which its page is no longer there, whatever its state says of it. */
const LOSSES: ReadonlySet<string> = new Set<ErrorCode>(['page-closed', 'renderer-crashed', 'browser-lost']);

/** Captures what tabs show. */
export class TabCaptures {
  readonly #context: EngineContext;
  readonly #works: CaseWorks;
  readonly #jobs: CaptureJobs;
  readonly #turnstile = new Turnstile(WIDTH);
  readonly #underWay = new Set<OpenTab>();
  /** What was captured of a tab, oldest first: its address then, without the fragment. */
  readonly #exhibits = new Map<string, { readonly exhibit: ExhibitNumber; readonly url: string }[]>();

  constructor(context: EngineContext, works: CaseWorks, jobs: CaptureJobs) {
    this.#context = context;
    this.#works = works;
    this.#jobs = jobs;
  }

  /**
   * One exhibit for each tab, numbered in the order of their opening. A tab that cannot be captured is told as a job that failed, without
   * a number; when that is so of all, its error is thrown: `page-closed`, `browser-lost`, `no-document`, `usage`, as `startAttempt`.
   */
  async start(ids: readonly string[]): Promise<CaptureJob[]> {
    const clickedAt = this.#context.clock.now();
    const wanted = new Set(ids);
    const known = this.#works.tabs(undefined).filter(({ id }) => wanted.has(id));
    // Throws when one is gone: what is asked for is not what the person saw.
    for (const id of wanted) this.#works.findTab(id);
    const jobs: { readonly job: RunningJob; readonly error?: PugmarkError }[] = [];
    // Openers stand before what they opened: their number is known when it is asked for.
    for (const tab of known) {
      // The look at one is on its way before the next one's number is written.
      if (jobs.length > 0) await nextTurn();
      jobs.push(await this.#startOne(tab, clickedAt));
    }
    const [first] = jobs;
    if (first?.error !== undefined && jobs.every(({ error }) => error !== undefined)) {
      for (const { job } of jobs) this.#jobs.forget(job);
      throw first.error;
    }
    for (const { job, error } of jobs) if (error !== undefined) job.end({ error });
    return jobs.map(({ job }) => job.view);
  }

  async #startOne(tab: OpenTab, clickedAt: UtcTime): Promise<{ readonly job: RunningJob; readonly error?: PugmarkError }> {
    const { case: reference, url, title } = tab.view;
    const job = this.#jobs.begin({ case: reference, url, tab: tab.id, ...(title === '' ? {} : { title }) });
    try {
      const { work } = this.#works.findTab(tab.id);
      // It is open already: the tab is shown in it.
      const started = tab.isLost ? undefined : await work.browser.open();
      const error = findFault(tab, this.#underWay.has(tab)) ?? this.#begin({ tab, work, started, job, clickedAt });
      return { job, ...(error === undefined ? {} : { error }) };
    } catch (error) {
      return { job, error: asPugmarkError(error) };
    }
  }

  /** What was captured so far is of no more use: the vault is about to be closed. */
  forget(): void {
    this.#exhibits.clear();
  }

  /** The error when not even the number can be given. */
  #begin(turn: Turn): PugmarkError | undefined {
    const { tab, work, started, job, clickedAt } = turn;
    if (started === undefined) return new PugmarkError('browser-lost', 'The browser of this tab is gone');
    const url = withoutFragment(tab.url);
    const openedFrom = this.#findOpenedFrom(tab);
    let leave: (() => void) | undefined;
    try {
      const { attempt, ended } = work.session.start({
        tab: tab.shown,
        browser: started.surface.facts,
        choices: this.#choose(started),
        clickedAt,
        ...(openedFrom === undefined ? {} : { openedFrom }),
        cancelled: job.cancelled,
        keep: job.keep,
        turn: async () => void (leave = await this.#turnstile.enter(job.cancelled)),
        onEvent: (event) => job.hear(event),
      });
      job.begun(attempt.exhibit);
      this.#underWay.add(tab);
      this.#exhibits.set(tab.id, [...(this.#exhibits.get(tab.id) ?? []), { exhibit: attempt.exhibit, url }]);
      void this.#end(turn, ended, () => leave?.());
      return undefined;
    } catch (error) {
      return asPugmarkError(error);
    }
  }

  async #end({ tab, job }: Turn, ended: Promise<AttemptOutcome>, leave: () => void): Promise<void> {
    const outcome = await ended;
    leave();
    this.#underWay.delete(tab);
    job.end(outcome);
  }

  #choose({ choices, surface, login }: StartedSurface): CaptureChoices {
    return {
      browser: { ...choices, headless: surface.facts.headless },
      ...(login === undefined ? {} : { session: login }),
      limits: DEFAULT_CAPTURE_LIMITS,
      print: this.#context.settings().print,
    };
  }

  /** The exhibit of what the opener showed when it opened this tab: of another page of that tab it would not be true. */
  #findOpenedFrom({ opener }: OpenTab): ExhibitNumber | undefined {
    if (opener === undefined) return undefined;
    const url = withoutFragment(opener.url);
    return this.#exhibits.get(opener.id)?.findLast((captured) => captured.url === url)?.exhibit;
  }
}

interface Turn {
  readonly tab: OpenTab;
  readonly work: CaseWork;
  readonly started: StartedSurface | undefined;
  readonly job: RunningJob;
  readonly clickedAt: UtcTime;
}

/** Why there is nothing to be captured: known before a number is given. */
function findFault(tab: OpenTab, isUnderWay: boolean): PugmarkError | undefined {
  const { url, problem, security } = tab.view;
  if (tab.isLost) return new PugmarkError('browser-lost', 'The browser of this tab ended unexpectedly: reload the page, then capture it');
  if (isUnderWay) return new PugmarkError('usage', 'This tab is being captured');
  if (url === '') return new PugmarkError('no-document', 'The tab is blank: open a page, then capture it');
  // An address that gave nothing, or a download, may leave the page before it where it was.
  if (problem !== undefined && (security === 'none' || LOSSES.has(problem.code)))
    return new PugmarkError('no-document', `The tab shows no page: ${problem.message}`, { details: { problem: problem.code } });
  return undefined;
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? '';
}
