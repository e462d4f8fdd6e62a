import { PugmarkError } from '../../core/errors.ts';

/** Bytes of a file come from another process of the browser: asking for a megabyte costs as much as getting four. */
export const BLOCK_BYTES = 4 * 1024 * 1024;
/** Some files of a package are read side by side. */
const MAX_BLOCKS = 8;
/** Memory that waits for the next block. */
const MAX_SPARE = 2;
/** Opening a stream costs as much as getting two blocks. */
const WORTH_STREAM_BYTES = 4 * BLOCK_BYTES;
/** Blocks between the last one and the next that somebody wants; beyond that another one is opened where it goes on. */
const MAX_PASSED_BLOCKS = 2;

type Memory = Uint8Array<ArrayBuffer>;

/**
 * A file in blocks, some of which are kept. Blocks that follow each other come out of one stream, into memory that is used again and again: new memory
 * for each costs three times as much as the bytes in it. A block may be read until something is awaited.
 */
export class BlobBlocks {
  readonly #blob: Blob;
  readonly #name: string;
  readonly #blocks = new Map<number, Promise<Memory>>();
  readonly #spare: Memory[] = [];
  #stream: OnwardBlocks | undefined;

  constructor(blob: Blob, name: string) {
    this.#blob = blob;
    this.#name = name;
  }

  /** Throws `input-unreadable`. Whoever awaits it does so at once. */
  take(index: number): Promise<Memory> {
    const known = this.#blocks.get(index);
    const block = known ?? this.#start(index);
    // The last that were used come last.
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    // Whoever reads on will want the next one too.
    const isReadOn = known === undefined && this.#blocks.has(index - 1) && (index + 1) * BLOCK_BYTES < this.#blob.size;
    if (isReadOn && !this.#blocks.has(index + 1)) this.#blocks.set(index + 1, this.#start(index + 1));
    for (const [oldest, kept] of this.#blocks) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(oldest);
      void this.#useAgain(kept);
    }
    return block;
  }

  /** Bytes that are too many to be kept. Throws `input-unreadable`. */
  async readDirectly(offset: number, end: number): Promise<Memory> {
    try {
      return new Uint8Array(await this.#blob.slice(offset, end).arrayBuffer());
    } catch (cause) {
      throw unreadable(this.#name, cause);
    }
  }

  #start(index: number): Promise<Memory> {
    const block = this.#read(index);
    // Told to whoever asks for its bytes; until then it must not count as an unhandled rejection.
    block.catch(() => undefined);
    return block;
  }

  #read(index: number): Promise<Memory> {
    const stream = this.#findStream(index);
    if (stream === undefined) return this.readDirectly(index * BLOCK_BYTES, Math.min(this.#blob.size, (index + 1) * BLOCK_BYTES));
    // What lies between comes first anyway, and others who read side by side may want it.
    while (stream.next < index) this.#blocks.set(stream.next, stream.read(this.#spare));
    return stream.read(this.#spare);
  }

  /** The stream out of which this block is to come; undefined: none. */
  #findStream(index: number): OnwardBlocks | undefined {
    const stream = this.#stream;
    if (stream !== undefined && index >= stream.next && index <= stream.next + MAX_PASSED_BLOCKS) return stream;
    // A few steps back, somebody reads what others have left behind.
    const isBehind = stream !== undefined && index < stream.next && index >= stream.next - MAX_BLOCKS;
    if (isBehind || this.#blob.size < WORTH_STREAM_BYTES || !canStream()) return undefined;
    stream?.close();
    this.#stream = new OnwardBlocks(this.#blob, this.#name, index);
    return this.#stream;
  }

  /** After all who wait for it now: they were first. */
  async #useAgain(block: Promise<Memory>): Promise<void> {
    try {
      const memory = await block;
      if (memory.buffer.byteLength === BLOCK_BYTES && this.#spare.length < MAX_SPARE) this.#spare.push(memory);
    } catch {
      // Told to whoever asked for its bytes.
    }
  }
}

/** Blocks of a file from one of them on, in their order. */
class OnwardBlocks {
  readonly #reader: ReadableStreamBYOBReader;
  readonly #blob: Blob;
  readonly #name: string;
  /** The block after the last one that was asked for. */
  next: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(blob: Blob, name: string, first: number) {
    this.#blob = blob;
    this.#name = name;
    this.next = first;
    const stream = blob.slice(first * BLOCK_BYTES).stream();
    this.#reader = stream.getReader({ mode: 'byob' });
  }

  /** The next one. Throws `input-unreadable`. */
  read(spare: Memory[]): Promise<Memory> {
    const block = this.#readAfter(this.#last, this.next, spare);
    this.next += 1;
    this.#last = block.catch(() => undefined);
    return block;
  }

  /** After what was asked for. */
  close(): void {
    void this.#last.then(() => this.#reader.cancel()).catch(() => undefined);
  }

  async #readAfter(before: Promise<unknown>, index: number, spare: Memory[]): Promise<Memory> {
    await before;
    const length = Math.min(BLOCK_BYTES, this.#blob.size - index * BLOCK_BYTES);
    let { buffer } = spare.pop() ?? new Uint8Array(BLOCK_BYTES);
    for (let filled = 0; filled < length;) {
      const read = await this.#readOn(new Uint8Array(buffer, filled, length - filled));
      buffer = read.buffer;
      filled += read.length;
    }
    return new Uint8Array(buffer, 0, length);
  }

  /** Some bytes, in the memory that was given, by another name. */
  async #readOn(into: Memory): Promise<Memory> {
    try {
      const { done, value } = await this.#reader.read(into);
      if (!done && value.length > 0) return value;
    } catch (cause) {
      throw unreadable(this.#name, cause);
    }
    throw unreadable(this.#name);
  }
}

let isAble: boolean | undefined;

/** Whether this browser reads files into memory that it is given, as Chrome, Edge and Firefox do. */
function canStream(): boolean {
  isAble ??= findAbility();
  return isAble;
}

function findAbility(): boolean {
  try {
    new Blob([]).stream().getReader({ mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

function unreadable(name: string, cause?: unknown): PugmarkError {
  const message = `${name} cannot be read: it was moved or changed since it was chosen`;
  return new PugmarkError('input-unreadable', message, cause === undefined ? {} : { cause });
}
