import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { toggled, type Filters } from './filters.ts';
import styles from './gallery.module.css';

/** What narrows the list, each with a way to take it off: seen also while the filters themselves are hidden. */
export function ActiveFilters({
  filters,
  onChange,
}: {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}): React.JSX.Element | null {
  const { say } = useTexts();
  const chips: readonly (readonly [key: string, words: ReactNode, without: Filters])[] = [
    ...filters.states.map(
      (state) => [`state ${state}`, say(`app.exhibit.state.${state}`), { ...filters, states: toggled(filters.states, state) }] as const,
    ),
    ...filters.hosts.map(
      (host) =>
        [
          `host ${host}`,
          host === '' ? say('app.gallery.noSite') : <HostileText key="host" text={host} exact />,
          { ...filters, hosts: toggled(filters.hosts, host) },
        ] as const,
    ),
    ...filters.sellers.map(
      (name) =>
        [`seller ${name}`, <HostileText key="seller" text={name} />, { ...filters, sellers: toggled(filters.sellers, name) }] as const,
    ),
    ...filters.species.map(
      (name) =>
        [`species ${name}`, <HostileText key="species" text={name} />, { ...filters, species: toggled(filters.species, name) }] as const,
    ),
    ...filters.cases.map(
      (name) => [`case ${name}`, <HostileText key="case" text={name} />, { ...filters, cases: toggled(filters.cases, name) }] as const,
    ),
    ...(filters.fromDay === '' ? [] : [['from', `${say('app.gallery.from')} ${filters.fromDay}`, { ...filters, fromDay: '' }] as const]),
    ...(filters.toDay === '' ? [] : [['to', `${say('app.gallery.to')} ${filters.toDay}`, { ...filters, toDay: '' }] as const]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className={styles['active']} aria-label={say('app.gallery.active')}>
      {chips.map(([key, words, without]) => (
        <li key={key}>
          <Button kind="quiet" icon="close" onPress={() => onChange(without)}>
            {words} <span className={styles['hidden']}>{say('app.gallery.takeOff')}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
