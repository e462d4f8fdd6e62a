import { useDeferredValue, useState, type ReactNode } from 'react';
import { PROFILES } from '../../../core/package/profiles.ts';
import { LANGUAGES } from '../../../rpc/contract/station.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select, Switch, TextField } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { ConfirmExport } from './confirm-export.tsx';
import { ExhibitChoice } from './exhibit-choice.tsx';
import { EncryptionChoice } from './encryption-choice.tsx';
import { buildRequest, isEncryptionSaid, NOT_ENCRYPTED, type ExportChoices } from './export-choices.ts';
import styles from './export-form.module.css';
import { ExportPreviewView } from './export-preview-view.tsx';

interface ExportFormProps {
  readonly reference: string;
  readonly choices: ExportChoices;
  readonly onChange: (choices: ExportChoices) => void;
  readonly onStarted: (job: string) => void;
}

/** The choices, and beside them what they come to. */
export function ExportForm({ reference, choices, onChange, onStarted }: ExportFormProps): ReactNode {
  const { say, sayCode } = useTexts();
  const [asks, setAsks] = useState(false);
  const request = buildRequest(reference, choices);
  // Recipient, purpose and encryption change nothing of what goes in: they are not asked about with every letter.
  const preview = useCall(
    'export.preview',
    useDeferredValue(buildRequest(reference, { ...choices, recipient: '', purpose: '', encryption: NOT_ENCRYPTED })),
    {
      keepPrevious: true,
    },
  );
  const start = useAct('export.start', { stale: ['jobs.list'], onDone: ({ job }) => onStarted(job) });
  const profiles = PROFILES.filter((profile) => profile === 'prosecutor');
  const change = (changes: Partial<ExportChoices>): void => onChange({ ...choices, ...changes });
  const ready = preview.data !== undefined && preview.data.exhibits.length > 0 && isEncryptionSaid(choices.encryption);
  return (
    <div className={joinClasses(styles['columns'])}>
      <div className={joinClasses(styles['choices'])}>
        <Section title={say('app.export.whom')}>
          {profiles.map((profile) => (
            <p key={profile}>{sayCode('app.export.profile', profile) ?? profile}</p>
          ))}
        </Section>
        <ExhibitChoice reference={reference} chosen={choices.exhibits} onChange={(exhibits) => change({ exhibits })} />
        <Select
          label={say('app.export.language')}
          value={choices.language}
          options={LANGUAGES.map((value) => ({ value, label: say(`app.settings.language.${value}`) }))}
          onChange={(language) => change({ language })}
        />
        <Switch label={say('app.export.report')} isSelected={choices.report} onChange={(report) => change({ report })} />
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
      <div className={joinClasses(styles['preview'])} aria-live="polite">
        {preview.error !== null && <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isPending && <Loading />}
        {preview.data !== undefined && <ExportPreviewView preview={preview.data} />}
        {start.error !== null && <ErrorPanel error={start.error} />}
        <Button kind="main" icon="export" isDisabled={!ready} isPending={start.isPending} onPress={() => setAsks(true)}>
          {say('app.export.start')}
        </Button>
      </div>
      {preview.data !== undefined && (
        <ConfirmExport
          reference={reference}
          preview={preview.data}
          encrypted={choices.encryption.way}
          isOpen={asks}
          onClose={() => setAsks(false)}
          onConfirm={() => {
            setAsks(false);
            start.mutate(request);
          }}
        />
      )}
    </div>
  );
}
