import { useState, type ReactNode } from 'react';
import type { EvidencePointer } from '../../../core/statements/statement.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { TextField } from '../../ui/fields.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './statement-dialog.module.css';

const NUMBER = /^E-\d{4,9}$/;

interface EvidenceFieldsProps {
  readonly evidence: readonly EvidencePointer[];
  readonly isMissing: boolean;
  readonly onChange: (evidence: readonly EvidencePointer[]) => void;
}

/** Where in the exhibits it can be looked up: what was chosen there, and exhibits named here. */
export function EvidenceFields({ evidence, isMissing, onChange }: EvidenceFieldsProps): ReactNode {
  const { say } = useTexts();
  const [number, setNumber] = useState('');
  const exhibit = number.trim().toUpperCase();
  const isNumber = NUMBER.test(exhibit);
  const add = (): void => {
    onChange([...evidence, { exhibit }]);
    setNumber('');
  };
  return (
    <fieldset className={joinClasses(styles['stack'])}>
      <legend className={joinClasses(styles['legend'])}>{say('app.statements.evidence')}</legend>
      {isMissing && <p className={joinClasses(styles['problem'])}>{say('app.statements.problem.evidence')}</p>}
      {evidence.length > 0 && (
        <ul className={joinClasses(styles['evidence'])}>
          {evidence.map((pointer, index) => (
            <li key={index}>
              <EvidenceWords pointer={pointer} />
              <IconButton
                icon="close"
                label={say('app.statements.removeEvidence', { exhibit: pointer.exhibit })}
                onPress={() => onChange(evidence.filter((_, other) => other !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className={joinClasses(styles['addEvidence'])}>
        <TextField
          label={say('app.statements.exhibitNumber')}
          value={number}
          onChange={setNumber}
          maxLength={11}
          exact
          problem={number === '' || isNumber || 'E-0000'.startsWith(exhibit.slice(0, 2)) ? undefined : say('app.statements.hint.exhibit')}
        />
        <Button isDisabled={!isNumber} onPress={add}>
          {say('app.statements.addEvidence')}
        </Button>
      </div>
    </fieldset>
  );
}

/** A pointer in words: exhibit, file, and what stands there. */
export function EvidenceWords({ pointer }: { readonly pointer: EvidencePointer }): ReactNode {
  const { sayCode } = useTexts();
  const { exhibit, role, artifact, quote } = pointer;
  const place = role === undefined ? artifact : (sayCode('report.role', role) ?? role);
  return (
    <span>
      <b>{exhibit}</b>
      {place !== undefined && <span className={joinClasses(styles['soft'])}> · {place}</span>}
      {quote !== undefined && (
        <span className={joinClasses(styles['quote'])}>
          <HostileText text={quote} lines={2} />
        </span>
      )}
    </span>
  );
}
