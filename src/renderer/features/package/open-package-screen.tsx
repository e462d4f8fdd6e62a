import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Page } from '../../ui/page.tsx';
import type { ScreenOf } from '../../window/screen.ts';
import { OpenPackage } from './open-package.tsx';

/** Opening a package, within the window of a vault that is open. */
export function OpenPackageScreen({ screen }: { readonly screen: ScreenOf<'open-package'> }): ReactNode {
  const { say } = useTexts();
  return (
    <Page title={say('app.package.title')}>
      <OpenPackage screen={screen} isVaultOpen />
    </Page>
  );
}
