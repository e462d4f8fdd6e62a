import { isPugmarkError, PugmarkError, type ErrorCode } from '../../../src/core/errors.ts';
import type { ConnectionState, RpcClient } from '../../../src/rpc/client-port.ts';
import { CALLS, EVENTS, type CallName, type CallOutput, type EventName } from '../../../src/rpc/contract.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';

export interface FakeClient extends RpcClient {
  readonly tell: Tell;
  setConnection(state: ConnectionState): void;
  /** The next call of this name rejects so. */
  failNext(name: CallName, code: ErrorCode): void;
  /** Names of the calls so far. */
  readonly called: readonly CallName[];
}

/**
 * The window's client without an engine: handlers in the same process. What goes in, what comes out and what is told is judged
 * by the contract, so that no screen rests on what the engine could not give.
 */
export function createFakeClient(makeHandlers: (tell: Tell) => Partial<Handlers>, picture?: RpcClient['watchPicture']): FakeClient {
  const listeners = new Map<EventName, Set<(data: never) => void>>();
  const onConnection = new Set<(state: ConnectionState) => void>();
  const failures = new Map<CallName, ErrorCode>();
  const called: CallName[] = [];
  let connection: ConnectionState = 'open';
  let uploads = 0;
  const tell: Tell = (name, data) => {
    const judged = EVENTS[name].parse(data);
    for (const listener of listeners.get(name) ?? []) listener(judged as never);
  };
  const handlers = makeHandlers(tell);

  async function call(name: CallName, input: unknown, signal: AbortSignal): Promise<unknown> {
    called.push(name);
    // As over a wire: the answer is never there at once.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const failure = failures.get(name);
    failures.delete(name);
    if (failure !== undefined) throw new PugmarkError(failure, `The fake was told to fail ${name}`);
    const handler = handlers[name] as ((input: unknown, context: { readonly signal: AbortSignal }) => unknown) | undefined;
    if (handler === undefined) throw new PugmarkError('program-fault', `The fake has no ${name}`);
    const output = await handler(CALLS[name].input.parse(input), { signal });
    return CALLS[name].output.parse(structuredClone(output));
  }

  return {
    called,
    tell,
    get connection() {
      return connection;
    },
    async call(name, input, options) {
      try {
        return (await call(name, input, options?.signal ?? new AbortController().signal)) as CallOutput<typeof name>;
      } catch (error) {
        throw isPugmarkError(error) ? error : new PugmarkError('program-fault', `${name}: ${String(error)}`);
      }
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    onConnection(listener) {
      onConnection.add(listener);
      return () => void onConnection.delete(listener);
    },
    setConnection(state) {
      connection = state;
      for (const listener of onConnection) listener(state);
    },
    failNext: (name, code) => void failures.set(name, code),
    resolveAddress: (address) => address,
    upload: async (file, options) => {
      options?.onProgress?.(file.size);
      return { upload: `upload-${(uploads += 1)}` };
    },
    watchPicture: picture ?? (() => () => undefined),
  };
}
