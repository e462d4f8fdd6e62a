import type { ReactNode } from 'react';
import { assertNever } from '../../core/errors.ts';
import { CaseScreen } from '../features/cases/case-screen.tsx';
import { CasesScreen } from '../features/cases/cases-screen.tsx';
import { ExportScreen } from '../features/export/export-screen.tsx';
import { OpenPackageScreen } from '../features/package/open-package-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { Loading } from '../ui/states.tsx';
import type { Screen, ScreenName } from './screen.ts';

/** The component of the screen. */
export function ShownScreen({ screen }: { readonly screen: Screen }): ReactNode {
  switch (screen.name) {
    case 'cases':
      return <CasesScreen />;
    case 'case':
      return <CaseScreen screen={screen} />;
    case 'export':
      return <ExportScreen screen={screen} />;
    case 'open-package':
      return <OpenPackageScreen screen={screen} />;
    case 'settings':
      return <SettingsScreen />;
    case 'browser':
    case 'captures':
    case 'exhibit':
    case 'exhibits':
    case 'batch':
      return <Loading />;
    default:
      return assertNever(screen);
  }
}

/** Screens that put something into the inspector (see inspector.tsx). */
const INSPECTED: readonly ScreenName[] = ['case', 'browser', 'exhibit', 'exhibits'];

export function hasInspector(screen: Screen): boolean {
  return INSPECTED.includes(screen.name);
}
