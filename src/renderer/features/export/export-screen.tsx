import type { ReactNode } from 'react';
import type { ScreenOf } from '../../window/screen.ts';

export function ExportScreen({ screen }: { readonly screen: ScreenOf<'export'> }): ReactNode {
  return <p>{JSON.stringify(screen)}</p>;
}
