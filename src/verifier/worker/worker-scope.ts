/** The side of a worker that talks to whoever started it; the types of a page do not know it. */
interface WorkerScope {
  postMessage(message: unknown, transfer?: readonly Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  reportError(error: unknown): void;
}

/** Does what it is told, one order after the other. What throws ends the worker's use: whoever started it hears of the error. */
export function listen<Order, Answer>(act: (order: Order, answer: (message: Answer) => void) => Promise<void>): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- called in a worker only
  const scope = globalThis as unknown as WorkerScope;
  let last: Promise<void> = Promise.resolve();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  const answer = (message: Answer): void => scope.postMessage(message);
  scope.addEventListener('message', ({ data }) => {
    last = last.then(async () => {
      try {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and workers are one script
        await act(data as Order, answer);
      } catch (error) {
        scope.reportError(error);
      }
    });
  });
}
