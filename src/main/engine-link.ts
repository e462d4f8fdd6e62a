import type { MessagePortMain, UtilityProcess } from 'electron';
import { receiveEvidence, type DataPort, type EvidenceBody } from '../rpc/evidence-port.ts';
import { viewMessageSchema, type ViewMessage, type ViewNews, type ViewRequest } from '../rpc/native-views.ts';
import type { ElectronParts } from './electron-parts.ts';

export interface EngineLinkOptions {
  readonly parts: ElectronParts;
  /** Entry of the engine's process. */
  readonly path: string;
  readonly words: readonly string[];
  /** Does what the engine asks of the views; the answer crosses as a structured clone. */
  readonly handle: (request: ViewRequest) => Promise<unknown>;
  /** The engine is gone: whatever it had opened is to be closed before it starts again. */
  readonly onLost: () => Promise<void>;
  /** It went again and again: the app cannot go on. */
  readonly onGivenUp: (code: number) => void;
}

/** More ends than this within a minute, and it is not started again. */
const MOST_STARTS_A_MINUTE = 5;
const MINUTE_MS = 60_000;

/** The engine in a process of its own, started again when it dies. */
export class EngineLink {
  readonly #options: EngineLinkOptions;
  #engine: UtilityProcess | undefined;
  #starts: number[] = [];
  #ending = false;

  constructor(options: EngineLinkOptions) {
    this.#options = options;
  }

  start(): void {
    const { parts, path, words } = this.#options;
    this.#starts = [...this.#starts.filter((at) => Date.now() - at < MINUTE_MS), Date.now()];
    const engine = parts.forkEngine(path, words, { serviceName: 'Pugmark engine', stdio: 'inherit' });
    this.#engine = engine;
    engine.on('message', (message: unknown) => void this.#hear(engine, message));
    engine.on('exit', (code) => void this.#exited(engine, code));
  }

  /** A new connection between our window and the engine; its old one, if any, has ended. */
  connectWindow(): MessagePortMain {
    const { port1, port2 } = this.#options.parts.newChannel();
    this.#engine?.postMessage({ connect: 'window' }, [port1]);
    return port2;
  }

  async readEvidence(address: string, range: { readonly start?: number; readonly end?: number }): Promise<EvidenceBody | undefined> {
    const { port1, port2 } = this.#options.parts.newChannel();
    this.#engine?.postMessage({ connect: 'evidence', request: { address, ...range } }, [port1]);
    return await receiveEvidence(dataPortOf(port2));
  }

  tell(news: ViewNews): void {
    this.#send(this.#engine, { tell: news });
  }

  /** Ends it by itself; killed when it does not. */
  async end(withinMs: number): Promise<void> {
    this.#ending = true;
    const engine = this.#engine;
    if (engine === undefined) return;
    const gone = new Promise<void>((resolve) => engine.once('exit', () => resolve()));
    engine.postMessage({ connect: 'end' });
    const timer = setTimeout(() => engine.kill(), withinMs);
    await gone;
    clearTimeout(timer);
  }

  async #hear(engine: UtilityProcess, message: unknown): Promise<void> {
    const judged = viewMessageSchema.safeParse(message);
    if (!judged.success || !('request' in judged.data)) return;
    const { id, request } = judged.data;
    try {
      this.#send(engine, { id, answer: await this.#options.handle(request) });
    } catch (error) {
      this.#send(engine, { id, failure: error instanceof Error ? error.message : String(error) });
    }
  }

  #send(engine: UtilityProcess | undefined, message: ViewMessage): void {
    // An answer for an engine that is gone is nobody's.
    if (engine === this.#engine) engine?.postMessage(message);
  }

  async #exited(engine: UtilityProcess, code: number): Promise<void> {
    if (engine !== this.#engine) return;
    this.#engine = undefined;
    if (this.#ending) return;
    await this.#options.onLost();
    if (this.#starts.length >= MOST_STARTS_A_MINUTE) this.#options.onGivenUp(code);
    else this.start();
  }
}

function dataPortOf(port: MessagePortMain): DataPort {
  return {
    postMessage: (data) => port.postMessage(data),
    onMessage: (listener) => void port.on('message', ({ data }: { readonly data: unknown }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
    start: () => port.start(),
    close: () => port.close(),
  };
}
