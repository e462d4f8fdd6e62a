import type { ReactNode } from 'react';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const TONES: Readonly<Record<CaseItem['time'], Tone>> = { none: 'plain', pending: 'odd', confirmed: 'good' };

/** For practice nobody is asked, whatever there is to confirm. */
export function timeOf({ practice, time }: CaseItem): CaseItem['time'] | 'practice' {
  return practice ? 'practice' : time;
}

/** Whether an authority has confirmed the time of the case's log. */
export function CaseTime({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useTexts();
  return <Badge tone={TONES[item.time]}>{say(`app.cases.time.${timeOf(item)}`)}</Badge>;
}
