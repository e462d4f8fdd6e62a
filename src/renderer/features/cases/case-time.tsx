import type { ReactNode } from 'react';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const TONES: Readonly<Record<CaseItem['time'], Tone>> = { none: 'plain', pending: 'odd', confirmed: 'good' };

/** Whether an authority has confirmed the time of the case's log. */
export function CaseTime({ time }: { readonly time: CaseItem['time'] }): ReactNode {
  const { say } = useTexts();
  return <Badge tone={TONES[time]}>{say(`app.cases.time.${time}`)}</Badge>;
}
