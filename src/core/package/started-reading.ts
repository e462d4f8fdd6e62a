/** A file that is read from now on, before anybody asks for its bytes: the wait for the disk passes while another one is worked on. */
export class StartedReading {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #first: Promise<IteratorResult<Uint8Array>>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#first = this.#iterator.next();
    // Told to whoever asks for the bytes; until then it must not count as an unhandled rejection.
    this.#first.catch(() => undefined);
  }

  /** Its bytes, once. Throws what the source throws. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    for (let next = await this.#first; next.done !== true; next = await this.#iterator.next()) yield next.value;
  }

  /** Lets go of the source, however far it was read. Call it in any case. */
  async close(): Promise<void> {
    await this.#first.catch(() => undefined);
    await this.#iterator.return?.();
  }
}
