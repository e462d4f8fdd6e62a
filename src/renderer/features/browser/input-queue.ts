import type { TabInput } from '../../../core/model/page-view.ts';
import { joinInput } from './input-mapping.ts';

/** Where a page does not answer, what waits for it is bounded: moves and turns of the wheel go first. */
const MAX_WAITING = 400;

/** Inputs of one tab in their order, one under way at a time; what may be taken together while it waits is. */
export class InputQueue {
  readonly #send: (input: TabInput) => Promise<unknown>;
  readonly #failed: (error: unknown) => void;
  #waiting: TabInput[] = [];
  #busy = false;

  constructor(send: (input: TabInput) => Promise<unknown>, failed: (error: unknown) => void) {
    this.#send = send;
    this.#failed = failed;
  }

  push(input: TabInput): void {
    const last = this.#waiting.at(-1);
    const joined = last === undefined ? undefined : joinInput(last, input);
    if (joined !== undefined) this.#waiting[this.#waiting.length - 1] = joined;
    else this.#waiting.push(input);
    if (this.#waiting.length > MAX_WAITING) this.#waiting = this.#waiting.filter(isAct).slice(-MAX_WAITING);
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    for (let input = this.#waiting.shift(); input !== undefined; input = this.#waiting.shift()) {
      try {
        await this.#send(input);
      } catch (error) {
        // The page or the tab is gone: what was meant for it is meant for nobody.
        this.#waiting = [];
        this.#failed(error);
      }
    }
    this.#busy = false;
  }
}

function isAct(input: TabInput): boolean {
  return input.kind !== 'wheel' && !(input.kind === 'mouse' && input.act === 'move');
}
