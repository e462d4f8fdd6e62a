import { parseAddresses, sortAddresses, type CaptureAddress } from '../../app/capture-addresses.ts';
import type { CaptureGround } from '../../app/capture-run.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { BatchQueue, QueuedAddress } from '../../core/work-ports.ts';
import type { Batch as BatchView, BatchItem } from '../../rpc/contract/captures.ts';
import type { CallOutput } from '../../rpc/contract.ts';
import type { EngineContext } from '../engine-context.ts';
import { BatchRunner } from './batch-runner.ts';
import { openStore } from './case-works.ts';
import type { CaptureJobs } from './capture-jobs.ts';
import { SpacedTelling } from './spaced-telling.ts';

/** Addresses in the queue, whatever their state: all of them are told with every change. */
const MAX_ITEMS = 10_000;
/** Between two tellings of the queue; longer for a long one, a millisecond for each item. */
const TELL_MS = 200;

interface OpenBatch {
  readonly queue: BatchQueue;
  readonly runner: BatchRunner;
  /** Items that were sealed though the queue did not learn of it. */
  readonly sealed: ReadonlySet<string>;
}

/** The queue of addresses that are captured one after the other, as long as the vault is open. */
export class Batch {
  readonly #context: EngineContext;
  readonly #jobs: CaptureJobs;
  readonly #ground: () => Promise<CaptureGround>;
  readonly #telling: SpacedTelling<'batch'>;
  #open: OpenBatch | undefined;
  #count = 0;

  constructor(context: EngineContext, jobs: CaptureJobs, ground: () => Promise<CaptureGround>) {
    this.#context = context;
    this.#jobs = jobs;
    this.#ground = ground;
    this.#telling = new SpacedTelling(
      () => Math.max(TELL_MS, this.#count),
      () => {
        if (this.#open !== undefined) context.tell('batch.changed', this.read());
      },
    );
  }

  /** The vault was opened. What waits waits on until a person resumes: opening a vault asks nobody's server for anything. */
  enter(): void {
    const queue = this.#context.vault().openQueue();
    const items = queue.list();
    const sealed = new Set(items.filter((item) => this.#isSealed(item)).map(({ id }) => id));
    const runner = new BatchRunner({
      context: this.#context,
      jobs: this.#jobs,
      queue,
      ground: this.#ground,
      onChange: () => this.#telling.changed('batch'),
    });
    this.#open = { queue, runner, sealed };
    if (!queue.paused && items.some(({ state }) => state === 'waiting')) queue.pause();
    this.#telling.changed('batch');
  }

  /** The vault is about to be closed. Never throws, never hangs. */
  async leave(why: string): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.runner.end(why);
    this.#telling.drop('batch');
  }

  /** Something was taken out of the queue by others. */
  changed(): void {
    this.#telling.changed('batch');
  }

  /** Empty while the vault is closed. */
  read(): BatchView {
    if (this.#open === undefined) return { paused: false, items: [] };
    const items = this.#open.queue.list().map((item) => this.#view(item));
    this.#count = items.length;
    return { paused: this.#open.queue.paused, items };
  }

  /** Throws `vault-closed`, `case-unknown`, `case-closed`; `usage` when the queue would grow too long. */
  add(input: { readonly case: string; readonly text: string; readonly name: string }): CallOutput<'batch.add'> {
    const { queue, runner } = this.#opened();
    const { reference, practice } = openStore(this.#context.vault(), input.case).summary;
    const { capturable, refused } = sortAddresses(parseAddresses(input.text, input.name), practice);
    const queued = queue.list();
    const waiting = new Set(queued.filter((item) => item.case === reference && isToCome(item)).map(({ url }) => url));
    const { fresh, known } = splitKnown(capturable, waiting);
    if (queued.length + fresh.length > MAX_ITEMS) {
      const many = `The queue takes ${MAX_ITEMS} addresses and has ${queued.length}: remove what is done, or add fewer than ${fresh.length}`;
      throw new PugmarkError('usage', many);
    }
    const added = fresh.length === 0 ? [] : queue.add(fresh.map(({ url, from }) => ({ case: reference, url, from })));
    this.#telling.changed('batch');
    runner.goOn();
    const repeated = known.map((address) => ({ ...address, code: 'usage', message: 'This address waits in the queue already' }));
    return { added: added.length, refused: [...refused, ...repeated] };
  }

  pause(): void {
    this.#opened().queue.pause();
    this.#telling.changed('batch');
  }

  resume(): void {
    const { queue, runner } = this.#opened();
    queue.resume();
    this.#telling.changed('batch');
    runner.goOn();
  }

  /** Failed and interrupted items wait again. */
  retry(ids: readonly string[]): void {
    const { queue, runner, sealed } = this.#opened();
    // Sealed before the program ended, though the queue did not learn of it: not captured twice.
    queue.retry(ids.filter((id) => !sealed.has(id)));
    this.#telling.changed('batch');
    runner.goOn();
  }

  /** What is being captured is cancelled first. */
  async remove(ids: readonly string[]): Promise<void> {
    const { queue, runner } = this.#opened();
    const running = ids.flatMap((id) => runner.jobOf(id) ?? []);
    for (const job of running) job.giveUp();
    await Promise.all(running.map(({ ended }) => ended));
    queue.remove(ids);
    this.#telling.changed('batch');
  }

  #opened(): OpenBatch {
    if (this.#open !== undefined) return this.#open;
    // Throws, for there is no queue without a vault.
    this.#context.vault();
    throw new PugmarkError('program-fault', 'The vault is open, but its queue is not');
  }

  #view(item: QueuedAddress): BatchItem {
    const { id, case: reference, url, from, tries, exhibit, error } = item;
    const job = this.#open?.runner.jobOf(id)?.view;
    return {
      id,
      case: reference,
      url,
      from,
      tries,
      state: item.state === 'interrupted' && this.#open?.sealed.has(id) === true ? 'done' : item.state,
      ...(job === undefined ? {} : { job }),
      ...(exhibit === undefined ? {} : { exhibit }),
      ...(error === undefined ? {} : { error: { ...error, details: {} } }),
    };
  }

  /** The program ended between sealing and writing it down in the queue. */
  #isSealed({ state, case: reference, exhibit }: QueuedAddress): boolean {
    if (state !== 'interrupted' || exhibit === undefined || this.#context.vault().findCase(reference) === undefined) return false;
    const found = this.#context.readCase(reference).findExhibit(exhibit)?.summary.state;
    return found === 'sealed' || found === 'partial';
  }
}

function isToCome({ state }: QueuedAddress): boolean {
  return state === 'waiting' || state === 'running';
}

function splitKnown(
  addresses: readonly CaptureAddress[],
  waiting: ReadonlySet<string>,
): { readonly fresh: readonly CaptureAddress[]; readonly known: readonly CaptureAddress[] } {
  const seen = new Set(waiting);
  const fresh: CaptureAddress[] = [];
  const known: CaptureAddress[] = [];
  for (const address of addresses) {
    (seen.has(address.url) ? known : fresh).push(address);
    seen.add(address.url);
  }
  return { fresh, known };
}
