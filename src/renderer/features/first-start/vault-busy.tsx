import type { ReactNode } from 'react';
import type { Station } from '../../../rpc/contract/station.ts';

export function VaultBusy({ station }: { readonly station: Station }): ReactNode {
  return <p>{JSON.stringify(station)}</p>;
}
