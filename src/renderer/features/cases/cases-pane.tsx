import type { ReactNode } from 'react';
import type { Screen } from '../../window/screen.ts';

export function CasesPane({ screen }: { readonly screen: Screen }): ReactNode {
  return <p>{JSON.stringify(screen)}</p>;
}
