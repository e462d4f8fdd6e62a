import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { useTexts } from '../i18n/use-texts.ts';
import { useAct, useCall } from '../rpc/use-call.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { joinClasses } from '../ui/classes.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import type { TextKey } from '../i18n/catalogues.ts';
import { PawMark } from './paw-mark.tsx';
import { buildHash, type Screen } from './screen.ts';
import { hasInspector } from './screens.tsx';
import styles from './top-bar.module.css';
import { useWindowState } from './window-state.ts';

const PLACES: readonly { readonly screen: Screen; readonly label: TextKey; readonly icon: IconName }[] = [
  { screen: { name: 'cases' }, label: 'app.nav.cases', icon: 'case' },
  { screen: { name: 'exhibits' }, label: 'app.nav.exhibits', icon: 'gallery' },
  { screen: { name: 'batch' }, label: 'app.nav.batch', icon: 'list' },
  { screen: { name: 'open-package' }, label: 'app.nav.openPackage', icon: 'package' },
  { screen: { name: 'settings' }, label: 'app.nav.settings', icon: 'settings' },
];

/** Where one can go from anywhere, what is searched with Ctrl+K, and the lock of the vault. */
export function TopBar({ screen }: { readonly screen: Screen }): ReactNode {
  const { say } = useTexts();
  const { casesOpen, inspectorOpen, toggleCases, toggleInspector, openDialog } = useWindowState();
  const lock = useAct('vault.lock', { stale: ['station.read'] });
  const station = useCall('station.read', {}).data;
  return (
    <header className={joinClasses(styles['bar'])}>
      <IconButton icon="sidebar" label={say('app.shell.toggleCases')} isPressed={casesOpen} onPress={toggleCases} />
      <span className={joinClasses(styles['name'])}>
        <PawMark />
        <span>Pugmark</span>
      </span>
      <nav aria-label={say('app.shell.places')} className={joinClasses(styles['places'])}>
        {PLACES.map((place) => (
          <Link
            key={place.screen.name}
            href={buildHash(place.screen)}
            className={joinClasses(styles['place'])}
            {...(place.screen.name === screen.name && !('case' in screen) ? { 'aria-current': 'page' as const } : {})}
          >
            <Icon name={place.icon} />
            {say(place.label)}
          </Link>
        ))}
      </nav>
      <span className={joinClasses(styles['end'])}>
        <Button kind="quiet" icon="search" onPress={() => openDialog('search')}>
          {say('app.search.open')}
        </Button>
        <IconButton icon="info" label={say('app.shortcuts.title')} onPress={() => openDialog('shortcuts')} />
        <IconButton
          icon="lock"
          label={say('app.shell.lock', { operator: station?.operator ?? '' })}
          isDisabled={lock.isPending}
          onPress={() => lock.mutate({})}
        />
        {hasInspector(screen) && (
          <IconButton icon="inspector" label={say('app.shell.toggleInspector')} isPressed={inspectorOpen} onPress={toggleInspector} />
        )}
      </span>
    </header>
  );
}
