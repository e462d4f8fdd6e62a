import { useState, type ReactNode } from 'react';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { ATTEMPT_STATES, type SearchResult } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { CheckMark } from '../../ui/check-mark.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { toggled, type Filters } from './filters.ts';
import styles from './facets.module.css';

const FIRST = 8;
const MOST = 200;

/** What is found, counted by host, state, day and case; what is ticked narrows it. */
export function FacetPane({
  facets,
  filters,
  onChange,
  withCase,
}: {
  readonly facets: SearchResult['facets'];
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  readonly withCase: boolean;
}): React.JSX.Element {
  const { say, sayCode, formats } = useTexts();
  const setDay = (day: string): void => {
    const same = filters.fromDay === day && filters.toDay === day;
    onChange({ ...filters, fromDay: same ? '' : day, toDay: same ? '' : day });
  };
  const dayWords = (day: string): string => formats.utc(`${day}T00:00:00.000Z`).replace(/,?\s*00:00:00 UTC$/, '');
  return (
    <div className={styles['pane']}>
      <h2>{say('app.gallery.filters')}</h2>
      <Facet
        title={say('app.gallery.facet.state')}
        values={facets.state}
        chosen={filters.states}
        label={(value) => sayCode('app.exhibit.state', value) ?? value}
        onToggle={(value) => {
          const state = ATTEMPT_STATES.find((known) => known === value);
          if (state !== undefined) onChange({ ...filters, states: toggled(filters.states, state) });
        }}
      />
      <Facet
        title={say('app.gallery.facet.host')}
        values={facets.host}
        chosen={filters.hosts}
        label={(value) => (value === '' ? say('app.gallery.noSite') : <HostileText text={value} lines={1} exact />)}
        onToggle={(value) => onChange({ ...filters, hosts: toggled(filters.hosts, value) })}
      />
      <Facet
        title={say('app.gallery.facet.seller')}
        values={facets.seller}
        chosen={filters.sellers}
        label={(value) => <HostileText text={value} lines={1} />}
        onToggle={(value) => onChange({ ...filters, sellers: toggled(filters.sellers, value) })}
      />
      <Facet
        title={say('app.gallery.facet.species')}
        values={facets.species}
        chosen={filters.species}
        label={(value) => <HostileText text={value} lines={1} />}
        onToggle={(value) => onChange({ ...filters, species: toggled(filters.species, value) })}
      />
      {withCase && (
        <Facet
          title={say('app.gallery.facet.case')}
          values={facets.case}
          chosen={filters.cases}
          label={(value) => <HostileText text={value} lines={1} />}
          onToggle={(value) => onChange({ ...filters, cases: toggled(filters.cases, value) })}
        />
      )}
      <fieldset className={styles['facet']}>
        <legend>{say('app.gallery.facet.day')}</legend>
        <div className={styles['days']}>
          <label>
            {say('app.gallery.from')}
            <input
              type="date"
              value={filters.fromDay}
              max={filters.toDay === '' ? undefined : filters.toDay}
              onChange={(event) => onChange({ ...filters, fromDay: event.currentTarget.value })}
            />
          </label>
          <label>
            {say('app.gallery.to')}
            <input
              type="date"
              value={filters.toDay}
              min={filters.fromDay === '' ? undefined : filters.fromDay}
              onChange={(event) => onChange({ ...filters, toDay: event.currentTarget.value })}
            />
          </label>
        </div>
        <Facet
          title={say('app.gallery.days')}
          hidesTitle
          values={facets.day.toSorted((one, other) => other.value.localeCompare(one.value))}
          chosen={filters.fromDay === filters.toDay ? [filters.fromDay] : []}
          label={dayWords}
          onToggle={setDay}
        />
      </fieldset>
    </div>
  );
}

function Facet({
  title,
  values,
  chosen,
  label,
  onToggle,
  hidesTitle = false,
}: {
  readonly title: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  readonly chosen: readonly string[];
  readonly label: (value: string) => ReactNode;
  readonly onToggle: (value: string) => void;
  readonly hidesTitle?: boolean;
}): React.JSX.Element | null {
  const { say, formats } = useTexts();
  const [shown, setShown] = useState(FIRST);
  // What is ticked stays in the list, even when it finds nothing any more.
  const gone = chosen
    .filter((value) => value !== '' && !values.some((other) => other.value === value))
    .map((value) => ({ value, count: 0 }));
  const all = [...gone, ...values];
  if (all.length === 0) return null;
  const most = Math.max(1, ...all.map(({ count }) => count));
  return (
    <div className={styles['facet']}>
      <CheckboxGroup
        value={[...chosen]}
        className={styles['group'] ?? ''}
        onChange={(next) => {
          const changed = next.find((value) => !chosen.includes(value)) ?? chosen.find((value) => !next.includes(value));
          if (changed !== undefined) onToggle(changed);
        }}
      >
        <Label className={hidesTitle ? (styles['hidden'] ?? '') : (styles['title'] ?? '')}>{title}</Label>
        {all.slice(0, shown).map(({ value, count }) => (
          <Checkbox key={value} value={value} className={styles['value'] ?? ''}>
            {({ isSelected }) => (
              <>
                <CheckMark isChosen={isSelected} />
                <span className={styles['label']}>{label(value)}</span>
                <span className={styles['number']}>{formats.number(count)}</span>
                <span className={styles['share']} style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
              </>
            )}
          </Checkbox>
        ))}
      </CheckboxGroup>
      {all.length > shown && shown < MOST && (
        <Button kind="quiet" onPress={() => setShown(MOST)}>
          {say('app.gallery.moreValues', { count: Math.min(MOST, all.length) - shown })}
        </Button>
      )}
    </div>
  );
}
