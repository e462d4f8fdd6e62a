import type { z } from 'zod';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { CallName, CallOutput, EventData, EventName } from './contract.ts';
import type { Handlers } from './handlers.ts';
import { describeIssues, parseJson, requestSchema, type RpcReply, type RpcRequest } from './messages.ts';
import type { RpcPort } from './port.ts';
import { eventSchemaOf, isCallName, procedureOf } from './schemas.ts';

export interface RpcLimits {
  /** Calls of one window that have not ended. */
  readonly calls: number;
  /** UTF-16 units of one message from a window. */
  readonly messageLength: number;
  /** What a window may leave unread before it is let go; it connects again and reads everything anew. */
  readonly backlog: number;
}

/** The longest input of the contract is a list of 10,000,000 characters, which JSON may double. */
export const DEFAULT_RPC_LIMITS: RpcLimits = { calls: 256, messageLength: 24_000_000, backlog: 256 * 1024 * 1024 };

/** Something that was refused, or went wrong on our side; without words of pages. */
export interface RpcIncident {
  readonly code: 'message-malformed' | 'message-too-long' | 'call-refused' | 'too-many-calls' | 'window-too-slow' | 'program-fault';
  readonly detail: string;
}

export interface RpcServerOptions {
  readonly handlers: Handlers;
  readonly limits?: RpcLimits;
  readonly onIncident: (incident: RpcIncident) => void;
}

/** The engine's side of the contract, for any number of windows. */
export class RpcServer {
  readonly #handlers: Handlers;
  readonly #limits: RpcLimits;
  readonly #onIncident: (incident: RpcIncident) => void;
  readonly #peers = new Set<Peer>();

  constructor({ handlers, limits = DEFAULT_RPC_LIMITS, onIncident }: RpcServerOptions) {
    this.#handlers = handlers;
    this.#limits = limits;
    this.#onIncident = onIncident;
  }

  /** Serves one window until its port ends; then what it had asked for is aborted. */
  attach(port: RpcPort): void {
    const peer = new Peer(port, this.#limits, this.#onIncident, (name, input, signal) => this.#run(name, input, signal));
    this.#peers.add(peer);
    port.listen({
      message: (data) => peer.receive(data),
      end: () => {
        this.#peers.delete(peer);
        peer.abort();
      },
    });
  }

  /** Tells every window. Data that the contract does not know stays here, as a fault of ours. */
  readonly tell = <Name extends EventName>(name: Name, data: EventData<Name>): void => {
    const judged = eventSchemaOf(name).safeParse(data);
    if (!judged.success) {
      this.#onIncident({ code: 'program-fault', detail: `event ${name}: ${describeIssues(judged.error)}` });
      return;
    }
    const text = JSON.stringify({ event: name, data: judged.data } satisfies RpcReply);
    for (const peer of this.#peers) peer.send(text);
  };

  /** Ends every connection, and what was asked over it. */
  close(): void {
    for (const peer of this.#peers) peer.close();
  }

  async #run<Name extends CallName>(name: Name, input: unknown, signal: AbortSignal): Promise<CallOutput<Name>> {
    const { input: inputSchema, output: outputSchema } = procedureOf(name);
    const judged = judge(inputSchema, input, (issues) => new PugmarkError('call-refused', `${name} does not take this: ${issues}`));
    const output: unknown = await this.#handlers[name](judged, { signal });
    return judge(outputSchema, output, (issues) => new ContractFault(`gave what the contract does not know: ${issues}`));
  }
}

/** A handler of ours broke the contract; the message names places only, and may be logged. */
class ContractFault extends Error {}

function judge<T>(schema: z.ZodType<T>, value: unknown, errorOf: (issues: string) => Error): T {
  const judged = schema.safeParse(value);
  if (!judged.success) throw errorOf(describeIssues(judged.error));
  return judged.data;
}

type Run = (name: CallName, input: unknown, signal: AbortSignal) => Promise<unknown>;

/** One window. */
class Peer {
  readonly #port: RpcPort;
  readonly #limits: RpcLimits;
  readonly #onIncident: (incident: RpcIncident) => void;
  readonly #run: Run;
  readonly #calls = new Map<number, AbortController>();
  #gone = false;

  constructor(port: RpcPort, limits: RpcLimits, onIncident: (incident: RpcIncident) => void, run: Run) {
    this.#port = port;
    this.#limits = limits;
    this.#onIncident = onIncident;
    this.#run = run;
  }

  receive(data: unknown): void {
    if (this.#gone) return;
    if (typeof data === 'string' && data.length > this.#limits.messageLength) {
      return this.#refuse('message-too-long', `${data.length} characters`);
    }
    const request = typeof data === 'string' ? requestSchema.safeParse(parseJson(data)) : undefined;
    // Our own window sends no such thing: whoever speaks here is not worth an answer.
    if (request?.success !== true)
      return this.#refuse('message-malformed', request === undefined ? 'no text' : describeIssues(request.error));
    if ('cancel' in request.data) this.#calls.get(request.data.cancel)?.abort(new PugmarkError('cancelled', 'Cancelled by the window'));
    else if (this.#calls.has(request.data.id)) this.#refuse('message-malformed', 'id in use');
    else void this.#answer(request.data);
  }

  send(text: string): void {
    if (this.#gone) return;
    if (this.#port.backlog > this.#limits.backlog) return this.#refuse('window-too-slow', `${this.#port.backlog} waiting`);
    this.#port.send(text);
  }

  abort(): void {
    this.#gone = true;
    for (const call of this.#calls.values()) call.abort(new PugmarkError('cancelled', 'The window is gone'));
  }

  close(): void {
    this.abort();
    this.#port.close();
  }

  #refuse(code: RpcIncident['code'], detail: string): void {
    this.#onIncident({ code, detail });
    this.close();
  }

  async #answer({ call, id, input }: Extract<RpcRequest, { call: string }>): Promise<void> {
    const abort = new AbortController();
    let reply: RpcReply;
    try {
      if (this.#calls.size >= this.#limits.calls) {
        this.#onIncident({ code: 'too-many-calls', detail: isCallName(call) ? call : 'unknown' });
        throw new PugmarkError('engine-busy', 'Too much was asked for at once: wait until some of it has ended, then try again');
      }
      // A call that was cancelled counts until its handler has really ended.
      this.#calls.set(id, abort);
      if (!isCallName(call)) throw new PugmarkError('call-refused', 'The engine knows no such call');
      reply = { id, output: await this.#run(call, input, abort.signal) };
    } catch (error) {
      reply = { id, error: this.#tellable(call, error, abort.signal) };
    }
    if (this.#calls.get(id) === abort) this.#calls.delete(id);
    this.send(JSON.stringify(reply));
  }

  #tellable(call: string, error: unknown, signal: AbortSignal): Extract<RpcReply, { error: unknown }>['error'] {
    const name = isCallName(call) ? call : 'unknown call';
    if (isPugmarkError(error)) {
      if (error.code === 'call-refused') this.#onIncident({ code: 'call-refused', detail: `${name}: ${error.message}` });
      return error.toJSON();
    }
    if (signal.aborted) return new PugmarkError('cancelled', 'Cancelled').toJSON();
    // Messages of foreign errors may hold paths, secrets or words of a page: they stay here.
    this.#onIncident({ code: 'program-fault', detail: `${name}: ${traceOf(error)}` });
    return new PugmarkError('program-fault', `A fault of the program in ${name}; it is in the log of this station`).toJSON();
  }
}

/** Kind of error and where in our sources, without its message. */
function traceOf(error: unknown): string {
  if (error instanceof ContractFault) return error.message;
  if (!(error instanceof Error)) return typeof error;
  const stack = error.stack ?? '';
  // A message of several lines could look like places.
  const places = stack
    .slice(stack.indexOf(error.message) + error.message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return [error.name, ...places.slice(0, 6).map((line) => line.trim())].join(' ');
}
