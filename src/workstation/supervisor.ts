import { PugmarkError } from '../core/errors.ts';
import { makeSecret, OneTimeTokens } from './access.ts';
import { PortTaken, startEngineProcess, type EngineProcess } from './engine-process.ts';
import { START_PATH } from './start-page/start-path.ts';

export interface SupervisorOptions {
  /** Absolute paths. */
  readonly vaultFolder: string;
  readonly stateFolder: string;
  /** The built window. */
  readonly rendererFolder: string;
  /** URL of the module that exports `startEngine`. */
  readonly engineModule: string;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** For tests: waits before the engine is started once more. */
  readonly wait?: (ms: number) => Promise<void>;
}

export interface Supervisor {
  readonly port: number;
  /** Process id of the engine that runs now. */
  readonly enginePid: number;
  /** A new address that opens the app, once. */
  issueUrl(): string;
  /** Resolves after `close`; rejects with `engine-lost` when the engine cannot be kept running. */
  readonly ended: Promise<void>;
  /** Ends the engine in order. Idempotent. */
  close(): Promise<void>;
}

/** An engine that has run that long was not ended by its start. */
const STEADY_AFTER_MS = 30_000;
const MOST_FAILURES = 8;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/**
 * Keeps the engine running: when its process ends by itself, it is started once more on the same port, and windows that were open
 * go on with the session they have. Throws `engine-lost` when it does not start at all.
 */
export async function startSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const supervisor = new EngineSupervisor(options);
  await supervisor.start();
  return supervisor;
}

class EngineSupervisor implements Supervisor {
  readonly #options: SupervisorOptions;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #tokens = new OneTimeTokens();
  #secret = makeSecret();
  #engine: EngineProcess | undefined;
  #isClosing = false;
  #ended: Promise<void> = Promise.resolve();
  port = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#wait = options.wait ?? sleep;
  }

  get enginePid(): number {
    return this.#engine?.pid ?? 0;
  }

  get ended(): Promise<void> {
    return this.#ended;
  }

  issueUrl(): string {
    return `http://127.0.0.1:${this.port}${START_PATH}#${this.#tokens.issue()}`;
  }

  async start(): Promise<void> {
    const engine = await this.#startEngine();
    this.port = engine.port;
    this.#ended = this.#keepRunning(engine);
    // Whoever asks for `ended` gets the rejection; nobody has to.
    this.#ended.catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#engine?.close();
    await this.#ended.catch(() => undefined);
  }

  async #keepRunning(first: EngineProcess): Promise<void> {
    let engine: EngineProcess | undefined = first;
    for (let failures = 0; ;) {
      const startedMs = performance.now();
      const why = await engine?.ended;
      if (this.#isClosing) return;
      if (why !== undefined)
        this.#options.say(`The engine ended by itself (${why}) and is started again; captures under way are interrupted.`);
      failures = engine !== undefined && performance.now() - startedMs > STEADY_AFTER_MS ? 1 : failures + 1;
      if (failures > MOST_FAILURES) throw new PugmarkError('engine-lost', `The engine ended ${failures} times in a row: see above`);
      await this.#wait(Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS));
      if (this.#isClosing) return;
      engine = await this.#startEngine().catch((error: unknown) => this.#tellFailure(error));
    }
  }

  async #startEngine(): Promise<EngineProcess> {
    const { vaultFolder, stateFolder, rendererFolder, engineModule, say } = this.#options;
    const engine = await startEngineProcess({
      start: { kind: 'start', port: this.port, secret: this.#secret, vaultFolder, stateFolder, rendererFolder, engineModule },
      redeem: (token) => this.#tokens.redeem(token),
      onWarning: say,
    });
    this.#engine = engine;
    // Asked to end while it was starting.
    if (this.#isClosing) await engine.close();
    return engine;
  }

  #tellFailure(error: unknown): undefined {
    if (error instanceof PortTaken) {
      // Another program answers where our windows ask now: whatever cookies it is shown are to be worth nothing.
      this.#secret = makeSecret();
      this.#options.say(`${error.message}: windows that are open will have to be opened again.`);
    } else this.#options.say(error instanceof Error ? error.message : String(error));
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
