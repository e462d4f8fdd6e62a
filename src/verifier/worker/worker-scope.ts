/** The side of a worker that talks to whoever started it; the types of a page do not know it. */
interface WorkerScope {
  postMessage(message: unknown, transfer?: readonly Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  reportError(error: unknown): void;
}

/** Does what it is told, one order after the other. What throws is heard as an error of the worker. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the orders of a role are
export function listen<Order>(act: (order: Order) => Promise<void>): void {
  let last: Promise<void> = Promise.resolve();
  findScope().addEventListener('message', ({ data }) => {
    last = actAfter(last, async () => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and workers are one script
      await act(data as Order);
    });
  });
}

/** Tells whoever started this worker. */
export function answerWith(message: unknown, transfer: readonly Transferable[] = []): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  findScope().postMessage(message, transfer);
}

function findScope(): WorkerScope {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- called in a worker only
  return globalThis as unknown as WorkerScope;
}

async function actAfter(before: Promise<void>, act: () => Promise<void>): Promise<void> {
  await before;
  try {
    await act();
  } catch (error) {
    findScope().reportError(error);
  }
}
