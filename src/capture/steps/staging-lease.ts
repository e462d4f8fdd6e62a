import { PugmarkError } from '../../core/errors.ts';
import type { Artifact, ArtifactSpec } from '../../core/model/artifact.ts';
import type { ByteSource, Staging } from '../../core/ports.ts';

/** A source in memory is handed on in pieces of this size: between two of them a lease can end. */
const PIECE_BYTES = 1024 * 1024;

/**
 * A staging area for as long as it is lent. Whoever was given up may go on working for minutes; once the lease has ended, what it
 * still writes is refused, and what it was writing is taken back. A record that is built after `end` lists all there will ever be.
 */
export class StagingLease implements Staging {
  readonly scratchFolder: string;
  readonly #staging: Staging;
  readonly #ended = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(staging: Staging) {
    this.#staging = staging;
    this.scratchFolder = staging.scratchFolder;
  }

  /** Aborted when the lease ends. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  get artifacts(): readonly Artifact[] {
    return this.#staging.artifacts;
  }

  /** As the staging area itself; `deadline-passed` when the lease ended before the last byte. */
  async write(spec: ArtifactSpec, source: ByteSource): Promise<Artifact> {
    this.signal.throwIfAborted();
    const writing = this.#staging.write(spec, untilAborted(source, this.signal));
    const settled = writing.then(
      () => undefined,
      () => undefined,
    );
    this.#underWay.add(settled);
    void settled.then(() => this.#underWay.delete(settled));
    return writing;
  }

  read(name: string): AsyncIterable<Uint8Array> {
    return this.#staging.read(name);
  }

  /** Refuses every further byte; resolves when nothing is being written any more. Idempotent. */
  async end(): Promise<void> {
    this.#ended.abort(new PugmarkError('deadline-passed', 'The part of the capture that writes this was given up'));
    await Promise.all(this.#underWay);
  }
}

async function* untilAborted(source: ByteSource, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const pieces = (source instanceof Uint8Array ? slice(source) : source)[Symbol.asyncIterator]();
  try {
    for (let next = await orAborted(pieces.next(), signal); next.done !== true; next = await orAborted(pieces.next(), signal)) {
      yield next.value;
      signal.throwIfAborted();
    }
  } finally {
    // Not waited for: a source that hangs does not come back.
    void pieces.return?.().catch(() => undefined);
  }
}

async function* slice(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield await Promise.resolve(bytes.subarray(at, at + PIECE_BYTES));
}

/** A source may give nothing for ever. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('ended'));
    const settle = (give: () => void): void => {
      signal.removeEventListener('abort', abort);
      give();
    };
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
