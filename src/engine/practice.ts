import type { PracticeMarket } from '../practice/practice-market.ts';
import type { EngineContext } from './engine-context.ts';

/** Reference of the case that is made for practice. */
const PRACTICE_REFERENCE = 'PRACTICE';
const PRACTICE_TITLE = 'Practice market';

/** The practice market of this app: one, on loopback, while it is wanted. */
export class Practice {
  readonly #context: EngineContext;
  #market: Promise<PracticeMarket> | undefined;
  #url: string | undefined;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** Front page of the market, while it runs. */
  get url(): string | undefined {
    return this.#url;
  }

  /** Starts the market where it does not run, and gives an open practice case, made when there is none. Throws `vault-closed`, `io-failed`. */
  async start(): Promise<{ readonly url: string; readonly case: string }> {
    const reference = this.#findCase();
    this.#market ??= startMarket();
    try {
      const market = await this.#market;
      // The page that leads to all three platforms stands on no platform; a practice case loads those alone.
      this.#url = market.url('grenier', '/');
    } catch (error) {
      this.#market = undefined;
      throw error;
    }
    return { url: this.#url, case: reference };
  }

  async stop(): Promise<void> {
    const market = await this.#market?.catch(() => undefined);
    this.#market = undefined;
    this.#url = undefined;
    await market?.close();
  }

  #findCase(): string {
    const vault = this.#context.vault();
    const cases = vault.listCases();
    const open = cases.find(({ practice, state }) => practice && state === 'open');
    if (open !== undefined) return open.reference;
    const taken = new Set(cases.map(({ reference }) => reference));
    let reference = PRACTICE_REFERENCE;
    for (let number = 2; taken.has(reference); number += 1) reference = `${PRACTICE_REFERENCE}-${number}`;
    vault.newCase({ reference, title: PRACTICE_TITLE, practice: true });
    this.#context.tellCase(reference);
    return reference;
  }
}

async function startMarket(): Promise<PracticeMarket> {
  const { startPracticeMarket } = await import('../practice/practice-market.ts');
  return await startPracticeMarket();
}
