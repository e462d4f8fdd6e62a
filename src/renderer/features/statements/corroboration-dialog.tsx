import { useState, type ReactNode } from 'react';
import type { ExhibitRow } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { buildStatement } from './build-statement.ts';
import { ComparisonView } from './comparison-view.tsx';
import { ExhibitPicker } from './exhibit-picker.tsx';
import { newDraft } from './statement-draft.ts';
import { StatementError } from './statement-error.tsx';

interface CorroborationDialogProps {
  readonly row: ExhibitRow;
  readonly onClose: () => void;
}

/** Links an exhibit with another that shows the same address, after both were compared field by field. */
export function CorroborationDialog({ row, onClose }: CorroborationDialogProps): ReactNode {
  const { say } = useTexts();
  const [by, setBy] = useState<string>();
  const [why, setWhy] = useState('');
  const make = useAct('statements.make', { stale: ['statements.list', 'cases.timeline', 'export.preview'], onDone: onClose });
  const link = (): void => {
    if (by === undefined || make.isPending) return;
    const draft = newDraft('corroboration', {
      values: { exhibit: row.exhibit, by, why },
      evidence: [{ exhibit: row.exhibit }, { exhibit: by }],
    });
    const { input } = buildStatement(row.case, draft);
    if (input !== undefined) make.mutate(input);
  };
  return (
    <Dialog title={say('app.statements.corroborateWith', { exhibit: row.exhibit })} isOpen wide onClose={onClose}>
      <Form onSubmit={link}>
        <p>{say('app.statements.corroborateHelp')}</p>
        <ExhibitPicker row={row} chosen={by} onChoose={setBy} />
        {by !== undefined && <ComparisonView reference={row.case} exhibit={row.exhibit} other={by} />}
        {by !== undefined && <TextField label={say('statement.field.why')} value={why} onChange={setWhy} rows={2} maxLength={20_000} />}
        {make.error !== null && <StatementError error={make.error} />}
        <Acts>
          <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
          <Button kind="main" type="submit" isDisabled={by === undefined} isPending={make.isPending}>
            {say('app.statements.link')}
          </Button>
        </Acts>
      </Form>
    </Dialog>
  );
}
