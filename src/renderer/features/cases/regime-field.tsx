import type { ReactNode } from 'react';
import { CASE_REGIMES, type CaseRegime } from '../../../core/model/retention.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Select } from '../../ui/fields.tsx';

export type RegimeChoice = CaseRegime | 'not-said';

/** The law on data of persons that holds for a case. Nothing is chosen beforehand. */
export function RegimeField({
  value,
  onChange,
}: {
  readonly value: RegimeChoice;
  readonly onChange: (value: RegimeChoice) => void;
}): ReactNode {
  const { say } = useTexts();
  return (
    <Select
      label={say('app.cases.regime')}
      value={value}
      options={(['not-said', ...CASE_REGIMES] as const).map((one) => ({ value: one, label: say(`app.cases.regime.${one}`) }))}
      onChange={onChange}
    />
  );
}
