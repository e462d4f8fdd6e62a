import type { PortListener, RpcPort } from '../../src/rpc/port.ts';

/** Two ends of one connection within this process; texts arrive in tasks of their own, as over a wire. */
export function memoryPorts(): readonly [RpcPort, RpcPort] {
  const hears: (PortListener | undefined)[] = [undefined, undefined];
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    setImmediate(() => hears.forEach((hear) => hear?.end()));
  };
  const portAt = (own: 0 | 1): RpcPort => ({
    backlog: 0,
    send: (text) => {
      if (!ended) setImmediate(() => hears[1 - own]?.message(text));
    },
    listen: (hear) => {
      hears[own] = hear;
    },
    close: end,
  });
  return [portAt(0), portAt(1)];
}
