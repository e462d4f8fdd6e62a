import type { ReactNode } from 'react';
import { assertNever } from '../../core/errors.ts';
import { BatchScreen } from '../features/batch/batch-screen.tsx';
import { BrowserScreen } from '../features/browser/browser-screen.tsx';
import { CapturesScreen } from '../features/captures/captures-screen.tsx';
import { CaseScreen } from '../features/cases/case-screen.tsx';
import { CasesScreen } from '../features/cases/cases-screen.tsx';
import { ExhibitScreen } from '../features/exhibit/exhibit-screen.tsx';
import { ExportScreen } from '../features/export/export-screen.tsx';
import { GalleryScreen } from '../features/gallery/gallery-screen.tsx';
import { OpenPackageScreen } from '../features/package/open-package-screen.tsx';
import { ReceivedExhibitScreen } from '../features/received-packages/received-exhibit-screen.tsx';
import { ReceivedScreen } from '../features/received-packages/received-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { CaseDataScreen } from '../features/statements/case-data-screen.tsx';
import type { Screen, ScreenName } from './screen.ts';

/** The component of the screen. */
export function ShownScreen({ screen }: { readonly screen: Screen }): ReactNode {
  switch (screen.name) {
    case 'cases':
      return <CasesScreen />;
    case 'case':
      return <CaseScreen screen={screen} />;
    case 'case-data':
      return <CaseDataScreen screen={screen} />;
    case 'export':
      return <ExportScreen screen={screen} />;
    case 'received':
      return screen.inner === undefined ? (
        <ReceivedScreen key={screen.exhibit} screen={screen} />
      ) : (
        <ReceivedExhibitScreen key={`${screen.exhibit} ${screen.inner}`} screen={screen} inner={screen.inner} />
      );
    case 'open-package':
      return <OpenPackageScreen screen={screen} />;
    case 'settings':
      return <SettingsScreen />;
    case 'browser':
      return <BrowserScreen screen={screen} />;
    case 'captures':
      return <CapturesScreen />;
    case 'exhibit':
      return <ExhibitScreen screen={screen} />;
    case 'exhibits':
      return <GalleryScreen screen={screen} />;
    case 'batch':
      return <BatchScreen screen={screen} />;
    default:
      return assertNever(screen);
  }
}

/** Screens that put something into the inspector (see inspector.tsx). */
const INSPECTED: readonly ScreenName[] = ['case', 'exhibit', 'exhibits', 'received'];

export function hasInspector(screen: Screen): boolean {
  return INSPECTED.includes(screen.name);
}
