import type { ReactNode } from 'react';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge } from '../../ui/badge.tsx';

/** The day on which the keeping of a case is to be reviewed, and whether it has come. Nothing where no day was said. */
export function ReviewDay({ item }: { readonly item: Pick<CaseItem, 'retention' | 'state'> }): ReactNode {
  const { say, formats } = useTexts();
  const day = item.retention?.until;
  if (day === undefined || item.state === 'erased') return null;
  const isDue = day <= today();
  return <Badge tone={isDue ? 'odd' : 'plain'}>{say(isDue ? 'app.retention.due' : 'app.retention.by', { day: formats.day(day) })}</Badge>;
}

/** By the calendar on the wall here: it is a person who reviews. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
