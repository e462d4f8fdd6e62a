import type { Duplex } from 'node:stream';
import { outboundFailed } from './failure.ts';

/** No proxy has more to say before it lets data through. */
const MAX_HELD_BYTES = 16 * 1024;

/** Reads the greeting of a proxy piece by piece, and gives back what came after it. */
export class ByteReader {
  readonly #socket: Duplex;
  #held: Buffer = Buffer.alloc(0);
  #wake = Promise.withResolvers<void>();
  #ended: Error | undefined;
  readonly #onData = (piece: Buffer): void => {
    this.#held = Buffer.concat([this.#held, piece]);
    this.#wake.resolve();
  };
  readonly #onEnd = (): void => this.#end(outboundFailed('The proxy closed the connection', { reason: 'proxy-closed' }));
  readonly #onError = (error: Error): void => this.#end(error);

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onEnd).on('error', this.#onError);
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) await this.#more();
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** Up to and with an empty line (RFC 9112 section 2.1). */
  async takeHead(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf('\r\n\r\n');
      if (end >= 0) return (await this.take(end + 4)).toString('latin1');
      await this.#more();
    }
  }

  /** Leaves the socket to the next reader, with what was read too far. */
  release(): void {
    this.#socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onEnd).off('error', this.#onError);
    this.#socket.pause();
    if (this.#held.length > 0) this.#socket.unshift(this.#held);
  }

  async #more(): Promise<void> {
    if (this.#ended !== undefined) throw this.#ended;
    if (this.#held.length > MAX_HELD_BYTES) throw outboundFailed('The proxy says more than a proxy does', { reason: 'proxy-answer' });
    this.#wake = Promise.withResolvers();
    await this.#wake.promise;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#wake.resolve();
  }
}
