import { useState, type ReactNode } from 'react';
import type { SavedSearch } from '../../../core/model/saved-search.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { isFiltered, toFilters, toWanted, type Filters } from './filters.ts';
import { SearchName } from './search-name.tsx';
import styles from './saved-searches.module.css';

interface SavedSearchesProps {
  readonly filters: Filters;
  /** Absent: exhibits of all cases. */
  readonly caseReference: string | undefined;
  readonly onRun: (filters: Filters) => void;
}

/** Searches that are kept in the vault. In a case only those that look nowhere else. */
export function SavedSearches({ filters, caseReference, onRun }: SavedSearchesProps): ReactNode {
  const { say } = useTexts();
  const [isSaving, setSaving] = useState(false);
  const { data = [], error } = useCall('searches.list', {});
  const stale = ['searches.list'] as const;
  const save = useAct('searches.save', { stale, onDone: () => setSaving(false) });
  const shown = data.filter(({ query: { cases } }) => caseReference === undefined || cases.every((one) => one === caseReference));
  const canSave = isFiltered(filters);
  if (error !== null) return <ErrorPanel error={error} />;
  return (
    <section className={joinClasses(styles['saved'])}>
      <h2>{say('app.searches.title')}</h2>
      {shown.length > 0 && (
        <ul>
          {shown.map((search) => (
            <Saved key={search.id} search={search} onRun={() => onRun(toFilters(search.query, caseReference))} />
          ))}
        </ul>
      )}
      {!canSave && shown.length === 0 && <p className={joinClasses(styles['soft'])}>{say('app.searches.none')}</p>}
      {canSave && (
        <div className={joinClasses(styles['line'])}>
          <Button kind="quiet" icon="add" onPress={() => setSaving(true)}>
            {say('app.searches.save')}
          </Button>
        </div>
      )}
      <Dialog title={say('app.searches.save')} isOpen={isSaving} onClose={() => setSaving(false)}>
        <SearchName
          before={filters.text}
          words={say('app.searches.saveWhat')}
          act={say('app.searches.saveAct')}
          isPending={save.isPending}
          error={save.error}
          onSubmit={(name) => save.mutate({ name, query: toWanted(filters, caseReference) })}
          onCancel={() => setSaving(false)}
        />
      </Dialog>
    </section>
  );
}

function Saved({ search, onRun }: { readonly search: SavedSearch; readonly onRun: () => void }): ReactNode {
  const { say } = useTexts();
  const [asks, setAsks] = useState<'rename' | 'remove'>();
  const close = (): void => setAsks(undefined);
  const acts = { stale: ['searches.list'], onDone: close } as const;
  const rename = useAct('searches.rename', acts);
  const remove = useAct('searches.remove', acts);
  const { id, name } = search;
  return (
    <li className={joinClasses(styles['line'])}>
      <Button kind="quiet" icon="search" onPress={onRun}>
        <HostileText text={name} lines={2} />
      </Button>
      <span className={joinClasses(styles['acts'])}>
        <IconButton icon="edit" label={say('app.searches.rename', { name })} onPress={() => setAsks('rename')} />
        <IconButton icon="close" label={say('app.searches.remove', { name })} onPress={() => setAsks('remove')} />
      </span>
      <Dialog title={say('app.searches.rename', { name })} isOpen={asks === 'rename'} onClose={close}>
        <SearchName
          before={name}
          act={say('app.searches.renameAct')}
          isPending={rename.isPending}
          error={rename.error}
          onSubmit={(to) => rename.mutate({ search: id, name: to })}
          onCancel={close}
        />
      </Dialog>
      <ConfirmDialog
        title={say('app.searches.remove', { name })}
        confirm={say('app.searches.removeAct')}
        danger
        isOpen={asks === 'remove'}
        isPending={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate({ search: id })}
      >
        <p>{say('app.searches.removeWhat')}</p>
        {remove.error !== null && <ErrorPanel error={remove.error} />}
      </ConfirmDialog>
    </li>
  );
}
