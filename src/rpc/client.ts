import { PugmarkError } from '../core/errors.ts';
import type { CallOptions, ConnectionState, RpcClient } from './client-port.ts';
import type { CallInput, CallName, CallOutput, EventData, EventName } from './contract.ts';
import { describeIssues, parseJson, replySchema, type RpcReply, type RpcRequest } from './messages.ts';
import type { RpcPort } from './port.ts';
import { eventSchemaOf, isEventName, procedureOf } from './schemas.ts';

/** What differs between the shells, on the window's side. */
export interface WindowShell extends Pick<RpcClient, 'resolveAddress' | 'upload' | 'watchPicture'> {
  /** `ended`: the window's right to speak is over. Rejects when the engine cannot be reached now. */
  connect(): Promise<RpcPort | 'ended'>;
}

export interface RpcClientOptions {
  /** Waits before the connection is tried again; a test does not wait. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Told of messages that this window does not understand: a fault of ours. */
  readonly onFault?: (what: string) => void;
}

/** The client, and the end of it for those who made it. */
export interface OwnedRpcClient extends RpcClient {
  /** State becomes `ended`; calls under way reject with `engine-lost`. Idempotent. */
  close(): void;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 4_000;

interface OpenCall {
  readonly answer: (reply: Extract<RpcReply, { id: number }>) => void;
  readonly reject: (error: PugmarkError) => void;
}

type Listeners = { readonly [Name in EventName]: Set<(data: EventData<Name>) => void> };

/** Connects at once and stays connected until `close`, or until the shell says that its right is over. */
export function createRpcClient(shell: WindowShell, options: RpcClientOptions = {}): OwnedRpcClient {
  const client = new Client(shell, options);
  void client.stayConnected();
  return client;
}

class Client implements OwnedRpcClient {
  readonly #shell: WindowShell;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #onFault: (what: string) => void;
  readonly #calls = new Map<number, OpenCall>();
  readonly #listeners: Listeners = {
    'station.changed': new Set(),
    'settings.changed': new Set(),
    'case.changed': new Set(),
    'tab.changed': new Set(),
    'tab.closed': new Set(),
    'capture.changed': new Set(),
    'batch.changed': new Set(),
    'job.changed': new Set(),
    'time.changed': new Set(),
  };
  readonly #connectionListeners = new Set<(state: ConnectionState) => void>();
  /** Asked before the first connection: sent when it stands. */
  #early = new Map<number, string>();
  #connection: ConnectionState = 'connecting';
  #port: RpcPort | undefined;
  #lastId = 0;

  constructor(shell: WindowShell, { wait = sleep, onFault = () => undefined }: RpcClientOptions) {
    this.#shell = shell;
    this.#wait = wait;
    this.#onFault = onFault;
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>, { signal }: CallOptions = {}): Promise<CallOutput<Name>> {
    return new Promise((resolve, reject) => {
      const { input: inputSchema, output: outputSchema } = procedureOf(name);
      const judged = inputSchema.safeParse(input);
      if (!judged.success) return reject(new PugmarkError('call-refused', `${name} does not take this: ${describeIssues(judged.error)}`));
      if (signal?.aborted === true) return reject(cancelled());
      if (this.#connection === 'lost' || this.#connection === 'ended') return reject(lost());
      const id = (this.#lastId += 1);
      const end = (): void => {
        this.#calls.delete(id);
        this.#early.delete(id);
        signal?.removeEventListener('abort', cancel);
      };
      const fail = (error: PugmarkError): void => {
        end();
        reject(error);
      };
      const cancel = (): void => {
        if (!this.#early.has(id)) this.#send({ cancel: id });
        fail(cancelled());
      };
      const answer: OpenCall['answer'] = (reply) => {
        if ('error' in reply) return fail(new PugmarkError(reply.error.code, reply.error.message, { details: reply.error.details }));
        const output = outputSchema.safeParse(reply.output);
        if (!output.success) return fail(new PugmarkError('program-fault', `${name}: ${describeIssues(output.error)}`));
        end();
        resolve(output.data);
      };
      signal?.addEventListener('abort', cancel);
      this.#calls.set(id, { answer, reject: fail });
      // Sent as it was given: defaults are the engine's to fill in.
      const request: RpcRequest = { call: name, id, input };
      if (this.#connection === 'connecting') this.#early.set(id, JSON.stringify(request));
      else this.#send(request);
    });
  }

  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void {
    this.#listeners[name].add(listener);
    return () => this.#listeners[name].delete(listener);
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  }

  resolveAddress(address: string): string {
    return this.#shell.resolveAddress(address);
  }

  upload: RpcClient['upload'] = (file, options) => this.#shell.upload(file, options);

  watchPicture: RpcClient['watchPicture'] = (tab, listener) => this.#shell.watchPicture(tab, listener);

  close(): void {
    this.#become('ended');
    this.#port?.close();
  }

  async stayConnected(): Promise<void> {
    let delayMs = FIRST_DELAY_MS;
    while (!this.#isEnded()) {
      // Refused for now, as while the engine is being started again: tried once more.
      const port = await this.#shell.connect().catch(() => undefined);
      if (port === 'ended') return this.#become('ended');
      if (port !== undefined) {
        delayMs = FIRST_DELAY_MS;
        await this.#speakOver(port);
      }
      if (!this.#isEnded()) await this.#wait(delayMs);
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
    }
  }

  #isEnded(): boolean {
    return this.#connection === 'ended';
  }

  /** Resolves when the port has ended. */
  #speakOver(port: RpcPort): Promise<void> {
    return new Promise((resolve) => {
      this.#port = port;
      port.listen({
        message: (data) => this.#receive(data),
        end: () => {
          this.#port = undefined;
          if (!this.#isEnded()) this.#become('lost');
          resolve();
        },
      });
      if (this.#isEnded()) return port.close();
      for (const text of this.#early.values()) port.send(text);
      this.#early = new Map();
      this.#become('open');
    });
  }

  #become(state: ConnectionState): void {
    if (this.#connection === state) return;
    this.#connection = state;
    if (state === 'lost' || state === 'ended') {
      this.#early.clear();
      for (const call of this.#calls.values()) call.reject(lost());
    }
    for (const listener of this.#connectionListeners) listener(state);
  }

  #send(request: RpcRequest): void {
    this.#port?.send(JSON.stringify(request));
  }

  #receive(data: unknown): void {
    const judged = replySchema.safeParse(typeof data === 'string' ? parseJson(data) : undefined);
    if (!judged.success) return this.#onFault(`a message that is none: ${describeIssues(judged.error)}`);
    const reply = judged.data;
    // An answer to a call that was cancelled finds nobody.
    if ('id' in reply) this.#calls.get(reply.id)?.answer(reply);
    else if (isEventName(reply.event)) this.#hear(reply.event, this.#listeners[reply.event], reply.data);
    else this.#onFault('an event that is not known');
  }

  #hear<Name extends EventName>(name: Name, listeners: Listeners[Name], data: unknown): void {
    const judged = eventSchemaOf(name).safeParse(data);
    if (!judged.success) return this.#onFault(`event ${name}: ${describeIssues(judged.error)}`);
    for (const listener of listeners) listener(judged.data);
  }
}

function lost(): PugmarkError {
  return new PugmarkError('engine-lost', 'The connection to the engine ended; what was asked may or may not have been done');
}

function cancelled(): PugmarkError {
  return new PugmarkError('cancelled', 'Cancelled');
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
