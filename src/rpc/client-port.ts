import type { z } from 'zod';
import type { TabFrame } from '../core/surface-ports.ts';
import type { CallInput, CallName, CallOutput, EventData, EventName } from './contract.ts';
import type { givenFileSchema } from './contract/define.ts';

/** `ended`: this window's right to speak is over (token used, engine closed for good); it must be opened anew. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'ended';
export type GivenFile = z.infer<typeof givenFileSchema>;

export interface CallOptions {
  /** Aborted: the engine is told to give up; the call ends with `cancelled`. */
  readonly signal?: AbortSignal;
}

export interface UploadOptions extends CallOptions {
  /** Bytes handed over so far. Not told where the shell gives a path instead. */
  readonly onProgress?: (sentBytes: number) => void;
}

/** The window's side of the contract, the same over both transports. */
export interface RpcClient {
  /** Rejects with `PugmarkError` and nothing else. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>, options?: CallOptions): Promise<CallOutput<Name>>;
  /** Returns the end of hearing. */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void;
  readonly connection: ConnectionState;
  /** Told after each change. After `open` following `lost`, everything must be read again. Returns the end of telling. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
  /** What `<img src>` or `fetch` takes for an address that a call gave (`/evidence/...`). */
  resolveAddress(address: string): string;
  /** Hands a file over to the engine; what it gives goes into a call once. Rejects with `PugmarkError`. */
  upload(file: File, options?: UploadOptions): Promise<GivenFile>;
  /** Frames of a tab that is shown as a picture; the next one comes after the listener's promise. Returns the end of it. */
  watchPicture(tab: string, listener: (frame: TabFrame) => Promise<void>): () => void;
}
