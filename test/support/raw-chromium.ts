import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

type Fields = Readonly<Record<string, unknown>>;
export interface RawEvent {
  readonly method: string;
  readonly params: Fields;
  readonly sessionId?: string;
}

/** A Chromium over its pipe with nothing in between: what a shell has inside. */
export class RawChromium extends EventEmitter<{ event: [RawEvent]; closed: [] }> {
  readonly process: ChildProcess;
  readonly #write: Writable;
  readonly #pending = new Map<number, { readonly resolve: (result: Fields) => void; readonly reject: (error: Error) => void }>();
  #nextId = 1;
  #rest = '';

  constructor(executablePath: string, flags: readonly string[]) {
    super();
    // Every view of the shell listens.
    this.setMaxListeners(0);
    this.process = spawn(executablePath, ['--remote-debugging-pipe', ...flags, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#write = this.process.stdio[3] as Writable;
    const read = this.process.stdio[4] as Readable;
    this.#write.on('error', () => undefined);
    read.setEncoding('utf8');
    read.on('data', (chunk: string) => this.#read(chunk));
    read.on('close', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('Target closed'));
      this.#pending.clear();
      this.emit('closed');
    });
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Fields> {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Fields>();
    this.#pending.set(id, { resolve, reject });
    this.#write.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    return promise;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    await this.send('Browser.close').catch(() => undefined);
    const killer = setTimeout(() => this.process.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(killer);
  }

  #read(chunk: string): void {
    const messages = (this.#rest + chunk).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const text of messages) {
      const message = JSON.parse(text) as RawEvent & { id?: number; result?: Fields; error?: { message: string } };
      if (message.id === undefined) {
        this.emit('event', message);
        continue;
      }
      const waiter = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error === undefined) waiter?.resolve(message.result ?? {});
      else waiter?.reject(new Error(message.error.message));
    }
  }
}
