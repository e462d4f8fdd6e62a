import { useDeferredValue, useState, type ReactNode } from 'react';
import { PROFILE_RULES } from '../../../core/package/profiles.ts';
import { LANGUAGES } from '../../../rpc/contract/station.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select, Switch, TextField } from '../../ui/fields.tsx';
import { Loading } from '../../ui/states.tsx';
import { ConfirmExport } from './confirm-export.tsx';
import { ExhibitChoice } from './exhibit-choice.tsx';
import { EncryptionChoice } from './encryption-choice.tsx';
import { buildPreviewRequest, buildRequest, findObstacles, type ExportChoices } from './export-choices.ts';
import styles from './export-form.module.css';
import { ExportPreviewView } from './export-preview-view.tsx';
import { FormQuestionsView } from './form-questions-view.tsx';
import { ProfileChoice } from './profile-choice.tsx';
import { PlatformWarning, ProfileOptions } from './profile-options.tsx';

interface ExportFormProps {
  readonly reference: string;
  readonly choices: ExportChoices;
  readonly onChange: (choices: ExportChoices) => void;
  readonly onStarted: (job: string) => void;
  readonly onForms: () => void;
}

/** The choices, and beside them what they come to. */
export function ExportForm({ reference, choices, onChange, onStarted, onForms }: ExportFormProps): ReactNode {
  const { say } = useTexts();
  const [asks, setAsks] = useState(false);
  const { profile } = choices;
  const request = buildPreviewRequest(reference, useDeferredValue(choices));
  const preview = useCall('export.preview', request, { keepPrevious: true });
  // What is shown is of the choices before: nothing is made on the word of it.
  const isStale = preview.isPlaceholderData || JSON.stringify(request) !== JSON.stringify(buildPreviewRequest(reference, choices));
  const start = useAct('export.start', { stale: ['jobs.list'], onDone: ({ job }) => onStarted(job) });
  const change = (changes: Partial<ExportChoices>): void => onChange({ ...choices, ...changes });
  const obstacles = findObstacles(choices);
  const hasReport = PROFILE_RULES[profile].parts.includes('report');
  const ready = !isStale && preview.data !== undefined && preview.data.exhibits.length > 0 && obstacles.length === 0;
  return (
    <div className={joinClasses(styles['columns'])}>
      <div className={joinClasses(styles['choices'])}>
        <ProfileChoice profile={profile} onChange={(value) => change({ profile: value, isWarned: false })} />
        <PlatformWarning choices={choices} onChange={change} />
        <ExhibitChoice reference={reference} chosen={choices.exhibits} onChange={(exhibits) => change({ exhibits })} />
        <Select
          label={say('app.export.language')}
          value={choices.language}
          options={LANGUAGES.map((value) => ({ value, label: say(`app.settings.language.${value}`) }))}
          onChange={(language) => change({ language })}
        />
        {hasReport && <Switch label={say('app.export.report')} isSelected={choices.report} onChange={(report) => change({ report })} />}
        {hasReport && choices.report && (
          <Switch label={say('app.export.html')} isSelected={choices.html} onChange={(html) => change({ html })} />
        )}
        <ProfileOptions choices={choices} onChange={change} />
        <FormQuestionsView
          profile={profile}
          answers={choices.answers}
          onChange={(id, answer) => change({ answers: { ...choices.answers, [id]: answer } })}
        />
        <EncryptionChoice encryption={choices.encryption} onChange={(encryption) => change({ encryption })} />
        <TextField
          label={say('app.export.recipient')}
          help={say('app.export.recipientHelp')}
          value={choices.recipient}
          onChange={(recipient) => change({ recipient })}
          maxLength={500}
        />
        <TextField
          label={say('app.export.purpose')}
          help={say('app.export.purposeHelp')}
          value={choices.purpose}
          onChange={(purpose) => change({ purpose })}
          rows={2}
          maxLength={2000}
        />
      </div>
      <div className={joinClasses(styles['preview'])} aria-live="polite" aria-busy={isStale}>
        {preview.error !== null && <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isPending && <Loading />}
        {preview.data !== undefined && <ExportPreviewView preview={preview.data} isEncrypted={choices.encryption.way !== 'none'} />}
        {start.error !== null && <ErrorPanel error={start.error} />}
        {obstacles.length > 0 && (
          <ul className={joinClasses(styles['obstacles'])}>
            {obstacles.map((obstacle) => (
              <li key={obstacle}>{say(`app.export.obstacle.${obstacle}`)}</li>
            ))}
          </ul>
        )}
        <div className={joinClasses(styles['acts'])}>
          <Button onPress={onForms}>{say('app.forms.show')}</Button>
          <Button kind="main" icon="export" isDisabled={!ready} isPending={start.isPending} onPress={() => setAsks(true)}>
            {say('app.export.start')}
          </Button>
        </div>
      </div>
      {preview.data !== undefined && (
        <ConfirmExport
          reference={reference}
          preview={preview.data}
          profile={profile}
          encrypted={choices.encryption.way}
          isOpen={asks}
          onClose={() => setAsks(false)}
          onConfirm={() => {
            setAsks(false);
            start.mutate(buildRequest(reference, choices));
          }}
        />
      )}
    </div>
  );
}
