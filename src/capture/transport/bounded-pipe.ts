import type { Readable, Writable } from 'node:stream';
import type { ConnectionTransport } from 'puppeteer-core';

/**
 * A page decides how long a message is: one element with a few hundred megabytes of text, and the answer to a look at the document does not
 * fit into a string any more. What is longer than this is not read. Nothing that we ask for is: bodies are taken in parts.
 */
const MAX_MESSAGE_BYTES = 160 * 1024 * 1024;
/** Enough to tell what a message is: `{"id":12,` or `{"method":"Runtime.consoleAPICalled",`. */
const HEAD_BYTES = 256;
const END = 0;
const SERVER_ERROR = -32_000;

/**
 * puppeteer's protocol over the pipe of a Chromium (messages end with a zero byte). Chromium's own transport for it keeps
 * whatever comes, and a message that is too long ends the process. Here it is passed over: a command gets an error for an answer.
 */
export class BoundedPipe implements ConnectionTransport {
  onmessage?: (message: string) => void;
  onclose?: () => void;
  readonly #write: Writable;
  readonly #read: Readable;
  readonly #maxMessageBytes: number;
  /** Sessions of commands under way: an answer names its session at its end, which is not read of one that is too long. */
  readonly #sessions = new Map<number, string | undefined>();
  #parts: Buffer[] = [];
  #length = 0;
  #isTooLong = false;
  #closed = false;

  constructor(write: Writable, read: Readable, maxMessageBytes = MAX_MESSAGE_BYTES) {
    this.#write = write;
    this.#read = read;
    this.#maxMessageBytes = maxMessageBytes;
    // A browser that has gone shows in the end of what is read.
    write.on('error', () => undefined);
    read.on('error', () => undefined);
    read.on('data', this.#onData);
    read.once('close', () => this.onclose?.());
  }

  send(message: string): void {
    const { id, sessionId } = readHeader(message);
    if (id !== undefined) this.#sessions.set(id, sessionId);
    if (!this.#closed && this.#write.writable) this.#write.write(`${message}\0`);
  }

  close(): void {
    this.#closed = true;
    this.#read.off('data', this.#onData);
    // What nobody reads would hold up a browser that is told to end.
    this.#read.resume();
  }

  readonly #onData = (chunk: Buffer): void => {
    let start = 0;
    for (let end = chunk.indexOf(END); end >= 0; end = chunk.indexOf(END, start)) {
      this.#take(chunk.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    this.#take(chunk.subarray(start));
  };

  #take(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > this.#maxMessageBytes && !this.#isTooLong) {
      this.#isTooLong = true;
      const head = Buffer.concat([...this.#parts, part].slice(0, HEAD_BYTES)).subarray(0, HEAD_BYTES);
      this.#parts = [Buffer.from(head)];
    }
    if (!this.#isTooLong && part.length > 0) this.#parts.push(part);
  }

  #finish(): void {
    const text = Buffer.concat(this.#parts).toString('utf8');
    const message = this.#isTooLong ? this.#replacement(text) : text;
    this.#forget(text);
    this.#parts = [];
    this.#length = 0;
    this.#isTooLong = false;
    // One task per message: puppeteer sets up a session between two of them.
    if (message !== undefined) setImmediate(() => this.#closed || this.onmessage?.(message));
  }

  #forget(text: string): void {
    const id = /^\{"id":(\d+)/.exec(text)?.[1];
    if (id !== undefined) this.#sessions.delete(Number(id));
  }

  /** What stands for a message that is too long: an error for a command, nothing for an event. */
  #replacement(head: string): string | undefined {
    const id = /^\{"id":(\d+)/.exec(head)?.[1];
    if (id === undefined) return undefined;
    const sessionId = this.#sessions.get(Number(id));
    const error = { code: SERVER_ERROR, message: `The answer is longer than ${this.#maxMessageBytes} bytes` };
    return JSON.stringify({ id: Number(id), error, ...(sessionId === undefined ? {} : { sessionId }) });
  }
}

function readHeader(message: string): { readonly id?: number; readonly sessionId?: string } {
  const command: unknown = JSON.parse(message);
  if (typeof command !== 'object' || command === null) return {};
  const { id, sessionId } = command as { readonly id?: unknown; readonly sessionId?: unknown };
  return { ...(typeof id === 'number' ? { id } : {}), ...(typeof sessionId === 'string' ? { sessionId } : {}) };
}
