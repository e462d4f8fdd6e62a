import type { ReactNode } from 'react';
import type { ScreenOf } from '../../window/screen.ts';

export function OpenPackageScreen({ screen }: { readonly screen: ScreenOf<'open-package'> }): ReactNode {
  return <p>{JSON.stringify(screen)}</p>;
}
