import { useDeferredValue, useEffect, useState } from 'react';
import { Inspector } from '../../window/inspector.tsx';
import type { ScreenOf } from '../../window/screen.ts';
import { useWindowState } from '../../window/window-state.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { FoundInReceived } from '../received-packages/found-in-received.tsx';
import { FacetPane } from './facet-pane.tsx';
import { ActiveFilters } from './active-filters.tsx';
import { isFiltered, NO_FILTERS, toWanted, type Filters } from './filters.ts';
import { ResultGrid } from './result-grid.tsx';
import { SavedSearches } from './saved-searches.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useRows } from './use-rows.ts';
import { useSelection } from './use-selection.ts';
import styles from './gallery.module.css';

/** Longer than between two letters, shorter than a thought. */
const TYPING_MS = 120;
const SORTS = ['newest', 'oldest', 'title', 'host'] as const;

/** All exhibits, of one case or of all: words, filters, cards or a table, and a choice of them for a package. */
export function GalleryScreen({ screen }: { readonly screen: ScreenOf<'exhibits'> }): React.JSX.Element {
  const { say } = useTexts();
  const { inspectorOpen, toggleInspector } = useWindowState();
  const [typed, setTyped] = useState(screen.text ?? '');
  const [filters, setFilters] = useState<Filters>({ ...NO_FILTERS, text: screen.text ?? '' });
  const [view, setView] = useState<'cards' | 'table'>('cards');
  const [range, setRange] = useState({ first: 0, last: 40 });
  const selection = useSelection();
  useEffect(() => {
    const timer = setTimeout(() => setFilters((known) => (known.text === typed ? known : { ...known, text: typed })), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => setTyped(screen.text ?? ''), [screen.text]);
  const wanted = toWanted(filters, screen.case);
  const rows = useRows(wanted, useDeferredValue(range.first), useDeferredValue(range.last));
  const key = JSON.stringify(wanted);
  return (
    <div className={styles['screen']}>
      <header className={styles['top']}>
        <h1>{screen.case === undefined ? say('app.gallery.heading') : say('app.gallery.headingOf', { case: screen.case })}</h1>
        <p role="status" className={styles['soft']}>
          {rows.isFirstTime ? '' : say('app.gallery.found', { count: rows.total })}
        </p>
      </header>
      <div className={styles['tools']} role="search">
        <TextField label={say('app.gallery.search')} type="search" value={typed} onChange={setTyped} maxLength={500} />
        <Select
          label={say('app.gallery.sort')}
          value={filters.text === '' && filters.sort === 'relevance' ? 'newest' : filters.sort}
          options={[...(filters.text === '' ? [] : (['relevance'] as const)), ...SORTS].map((value) => ({
            value,
            label: say(`app.gallery.sort.${value}`),
          }))}
          onChange={(sort) => setFilters({ ...filters, sort })}
        />
        <div className={styles['views']} role="group" aria-label={say('app.gallery.view')}>
          <IconButton icon="gallery" label={say('app.gallery.cards')} isPressed={view === 'cards'} onPress={() => setView('cards')} />
          <IconButton icon="list" label={say('app.gallery.table')} isPressed={view === 'table'} onPress={() => setView('table')} />
        </div>
        {!inspectorOpen && <Button onPress={toggleInspector}>{say('app.gallery.filters')}</Button>}
      </div>
      <ActiveFilters filters={filters} onChange={setFilters} />
      {rows.error !== undefined && <ErrorPanel error={rows.error} onRetry={rows.retry} />}
      {rows.isFirstTime && rows.error === undefined && <Loading />}
      {!rows.isFirstTime && rows.total === 0 ? (
        <EmptyState
          icon="search"
          title={say(isFiltered(filters) ? 'app.gallery.nothing' : 'app.gallery.empty')}
          action={
            isFiltered(filters) ? (
              <Button
                onPress={() => {
                  setTyped('');
                  setFilters(NO_FILTERS);
                }}
              >
                {say('app.gallery.clear')}
              </Button>
            ) : undefined
          }
        >
          {say(isFiltered(filters) ? 'app.gallery.nothingHelp' : 'app.gallery.emptyHelp')}
        </EmptyState>
      ) : (
        !rows.isFirstTime && (
          <ResultGrid
            key={view}
            searchKey={key}
            view={view}
            total={rows.total}
            rowAt={rows.rowAt}
            withCase={screen.case === undefined}
            selection={selection}
            onRange={(first, last) => setRange((known) => (known.first === first && known.last === last ? known : { first, last }))}
          />
        )
      )}
      <FoundInReceived wanted={wanted} />
      <SelectionBar selection={selection} wanted={wanted} total={rows.total} />
      <Inspector>
        {rows.facets === undefined ? (
          <Loading />
        ) : (
          <>
            <SavedSearches
              filters={filters}
              caseReference={screen.case}
              onRun={(saved) => {
                setTyped(saved.text);
                setFilters(saved);
              }}
            />
            <FacetPane facets={rows.facets} filters={filters} onChange={setFilters} withCase={screen.case === undefined} />
          </>
        )}
      </Inspector>
    </div>
  );
}
