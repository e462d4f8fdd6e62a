import { createContext, use, useEffect, useState } from 'react';
import type { ConnectionState, RpcClient } from '../../rpc/client-port.ts';

export const ClientContext = createContext<RpcClient | undefined>(undefined);

/** The client of this window. */
export function useClient(): RpcClient {
  const client = use(ClientContext);
  if (client === undefined) throw new Error('No client around this component');
  return client;
}

/** Follows the connection to the engine. */
export function useConnection(): ConnectionState {
  const client = useClient();
  const [state, setState] = useState(client.connection);
  useEffect(() => {
    setState(client.connection);
    return client.onConnection(setState);
  }, [client]);
  return state;
}
