import type { ExhibitRow } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const TONES: Readonly<Record<ExhibitRow['state'], Tone>> = {
  open: 'note',
  sealed: 'good',
  partial: 'odd',
  failed: 'bad',
  cancelled: 'plain',
  interrupted: 'bad',
};

/** How an exhibit stands, in a word. */
export function StateBadge({
  state,
  practice = false,
  received = false,
  erased = false,
}: {
  readonly state: ExhibitRow['state'];
  readonly practice?: boolean;
  readonly received?: boolean;
  /** By law: what it was is no longer what it is. */
  readonly erased?: boolean;
}): React.JSX.Element {
  const { say } = useTexts();
  return (
    <>
      {erased ? <Badge>{say('app.cases.state.erased')}</Badge> : <Badge tone={TONES[state]}>{say(`app.exhibit.state.${state}`)}</Badge>}
      {received && (
        <>
          {' '}
          <Badge>{say('app.exhibit.received')}</Badge>
        </>
      )}
      {practice && (
        <>
          {' '}
          <Badge tone="practice">{say('app.exhibit.practice')}</Badge>
        </>
      )}
    </>
  );
}
