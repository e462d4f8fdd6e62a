import type { ReactNode } from 'react';
import type { ScreenOf } from '../../window/screen.ts';

export function CaseScreen({ screen }: { readonly screen: ScreenOf<'case'> }): ReactNode {
  return <p>{JSON.stringify(screen)}</p>;
}
