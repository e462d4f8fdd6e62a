import type { Clock } from '../../core/clock.ts';
import type { RecordedExchange } from '../../core/model/exchange.ts';
import { pause } from '../browser/deadline.ts';
import type { BodyCollector } from './body-collector.ts';
import { selectDocumentHops } from './document-exchanges.ts';
import type { ExchangeLog } from './exchange-log.ts';
import type { Hop } from './hop.ts';
import { describeMessages, describeProblem } from './hop-problem.ts';
import type { CaptureRecording, DocumentLoad, Recording } from './recording.ts';
import { giveRelayedBodies } from './relayed-body.ts';

export interface RecordingViewParts {
  readonly live: Recording;
  readonly log: ExchangeLog;
  readonly bodies: BodyCollector;
  readonly clock: Clock;
  readonly build: (hops: readonly Hop[]) => readonly RecordedExchange[];
  readonly onEnd: () => void;
}

/**
 * The recording as one capture of a tab that lives on has it. Its `close` freezes what was recorded so far: bodies that are owed are waited
 * for, of those under way it takes what has come, and the recording itself goes on as if nothing had been.
 */
export class RecordingView implements CaptureRecording {
  readonly #parts: RecordingViewParts;
  /** Exchanges before this one were there before the click, whatever an earlier capture did at the time. */
  readonly #firstOwn: number;
  readonly #warnings: { code: string; detail: string }[] = [];
  #frozen: readonly Hop[] | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: RecordingViewParts) {
    this.#parts = parts;
    this.#firstOwn = parts.log.hops.length;
  }

  setPhase(phase: Parameters<Recording['setPhase']>[0]): void {
    this.#parts.live.setPhase(phase);
  }

  currentDocument(): DocumentLoad | undefined {
    return this.#parts.live.currentDocument();
  }

  waitForQuiet(options: Parameters<Recording['waitForQuiet']>[0]): Promise<boolean> {
    return this.#parts.live.waitForQuiet(options);
  }

  close({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    return (this.#closing ??= this.#freeze(timeoutMs));
  }

  end(): void {
    this.#parts.live.setPhase('before');
    this.#parts.onEnd();
  }

  exchangesOfDocument(loaderId = this.currentDocument()?.loaderId): readonly RecordedExchange[] {
    if (this.#frozen === undefined) return this.#parts.live.exchangesOfDocument(loaderId);
    return loaderId === undefined ? [] : this.#parts.build(selectDocumentHops(this.#frozen, loaderId));
  }

  allExchanges(): readonly RecordedExchange[] {
    return this.#frozen === undefined
      ? this.#parts.live.allExchanges()
      : this.#parts.build(this.#frozen.filter((hop) => hop.target.claimed));
  }

  counts(): ReturnType<Recording['counts']> {
    return { ...this.#parts.live.counts(), ...this.#parts.live.countsOfDocument() };
  }

  countsOfDocument(): ReturnType<Recording['countsOfDocument']> {
    return this.#parts.live.countsOfDocument();
  }

  get mainFrameId(): string {
    return this.#parts.live.mainFrameId;
  }

  failureOf(loaderId: string): string | undefined {
    return this.#parts.live.failureOf(loaderId);
  }

  beginCapture(): CaptureRecording {
    return this.#parts.live.beginCapture();
  }

  get serviceWorkers(): readonly string[] {
    return this.#parts.live.serviceWorkers;
  }

  get limitsHit(): Recording['limitsHit'] {
    return this.#parts.live.limitsHit;
  }

  get warnings(): Recording['warnings'] {
    return [...this.#parts.live.warnings, ...this.#warnings];
  }

  async #freeze(timeoutMs: number): Promise<void> {
    const { log, bodies, clock } = this.#parts;
    const deadline = clock.monotonicMs() + timeoutMs;
    const leftMs = (): number => Math.max(0, deadline - clock.monotonicMs());
    const hops = [...log.hops];
    const owner = this.currentDocument()?.loaderId;
    const peeked = new Map<Hop, Hop>();
    const peeks = hops
      .filter((hop) => hop.state === 'under-way' && hop.ownerLoaderId === owner)
      .map(async (hop) => {
        const copy = { ...hop };
        await bodies.peek(copy);
        peeked.set(hop, copy);
      });
    const [isSettled] = await Promise.all([bodies.settle(leftMs()), Promise.race([Promise.all(peeks), pause(leftMs())])]);
    if (!isSettled) this.#warnings.push({ code: 'bodies-late', detail: 'the browser did not give all bodies in time' });
    const frozen = hops.map((hop, index): Hop => {
      // One that has ended meanwhile is known better by itself.
      const known = hop.state === 'under-way' || hop.body === undefined ? (peeked.get(hop) ?? hop) : hop;
      const late = bodies.owesRequestOf(hop) ? { requestBodyProblem: 'the browser did not give the request body in time' } : {};
      return { ...known, ...late, phase: index < this.#firstOwn ? 'before' : hop.phase };
    });
    giveRelayedBodies(frozen);
    for (const hop of frozen) hop.problem ??= describeProblem(hop, 'the browser did not give the body in time') ?? describeMessages(hop);
    this.#frozen = frozen;
  }
}
