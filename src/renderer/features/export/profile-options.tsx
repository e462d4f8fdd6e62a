import type { ReactNode } from 'react';
import { PROFILE_RULES } from '../../../core/package/profiles.ts';
import { HANDLING_CODES } from '../../../core/statements/codes.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { CheckGroup } from '../../ui/check-group.tsx';
import { Switch, TextField } from '../../ui/fields.tsx';
import { Banner, Section } from '../../ui/page.tsx';
import { canBeHandled, findObstacles, type ExportChoices } from './export-choices.ts';

interface ProfileOptionsProps {
  readonly choices: ExportChoices;
  readonly onChange: (changes: Partial<ExportChoices>) => void;
}

/** What this profile leaves to choice: handling, who was at work, values of credentials, how large a reduced set is. */
export function ProfileOptions({ choices, onChange }: ProfileOptionsProps): ReactNode {
  const { say } = useTexts();
  const { profile, handling, handlingText, operator, secrets, reduced } = choices;
  const rule = PROFILE_RULES[profile];
  const obstacles = findObstacles(choices);
  const needed = say('app.statements.problem.missing');
  const operatorChoice = rule.choices['operator-environment'];
  return (
    <>
      {canBeHandled(profile) && (
        <CheckGroup
          label={say('app.export.handling')}
          value={handling}
          options={HANDLING_CODES.map((value) => ({ value, label: say(`statement.handling.${value}`) }))}
          onChange={(codes) => onChange({ handling: codes })}
        />
      )}
      {canBeHandled(profile) && handling.includes('H3') && (
        <TextField
          label={say('app.statements.required', { name: say('app.statements.handlingText') })}
          value={handlingText}
          onChange={(text) => onChange({ handlingText: text })}
          rows={2}
          maxLength={2000}
          problem={obstacles.includes('handling-text') ? needed : undefined}
        />
      )}
      {operatorChoice !== undefined && (
        <Switch
          label={say('app.export.operator')}
          help={say('app.export.operatorHelp')}
          isSelected={operator ?? operatorChoice.isIn}
          onChange={(isIn) => onChange({ operator: isIn })}
        />
      )}
      {rule.choices.secrets !== undefined && (
        <Switch
          label={say('app.export.secrets')}
          help={say('app.export.secretsHelp')}
          isSelected={secrets.isIn}
          onChange={(isIn) => onChange({ secrets: { ...secrets, isIn } })}
        />
      )}
      {rule.choices.secrets !== undefined && secrets.isIn && (
        <TextField
          label={say('app.statements.required', { name: say('app.export.secretsReason') })}
          value={secrets.reason}
          onChange={(reason) => onChange({ secrets: { ...secrets, reason } })}
          maxLength={2000}
          problem={obstacles.includes('secrets-reason') ? needed : undefined}
        />
      )}
      {rule.reduced && (
        <TextField
          label={say('app.export.reduced')}
          help={say('app.export.reducedHelp')}
          value={reduced}
          onChange={(text) => onChange({ reduced: text })}
          maxLength={8}
          problem={obstacles.includes('reduced') ? say('app.export.reducedProblem') : undefined}
        />
      )}
    </>
  );
}

/** A notice to a platform cannot be called back: whoever sends it has read what it can do. */
export function PlatformWarning({ choices, onChange }: ProfileOptionsProps): ReactNode {
  const { say } = useTexts();
  if (choices.profile !== 'platform') return null;
  return (
    <Section title={say('app.export.destroys.title')}>
      <Banner tone="odd">{say('app.export.destroys')}</Banner>
      <Switch label={say('app.export.destroys.read')} isSelected={choices.isWarned} onChange={(isWarned) => onChange({ isWarned })} />
    </Section>
  );
}
