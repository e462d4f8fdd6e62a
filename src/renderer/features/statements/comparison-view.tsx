import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Loading } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';

const TONES: Readonly<Record<string, Tone>> = { same: 'good', different: 'odd', 'only-first': 'note', 'only-second': 'note' };

/** Two exhibits, field by field. That a field is the same proves nothing by itself; what differs is seen before they are linked. */
export function ComparisonView({
  reference,
  exhibit,
  other,
}: {
  readonly reference: string;
  readonly exhibit: string;
  readonly other: string;
}): ReactNode {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('exhibits.compare', { case: reference, exhibit, with: other });
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const label = say('app.statements.comparison', { one: exhibit, other });
  return (
    <Table label={label} columns={[say('app.statements.compared'), exhibit, other, say('app.statements.comparedResult')]}>
      {data.map(({ field, result, first, second }) => (
        <tr key={field}>
          <td>{say(`compare.${field}`)}</td>
          <td>{first !== undefined && <HostileText text={first} lines={2} />}</td>
          <td>{second !== undefined && <HostileText text={second} lines={2} />}</td>
          <td>
            <Badge tone={TONES[result] ?? 'plain'}>{say(`compare.result.${result}`)}</Badge>
          </td>
        </tr>
      ))}
    </Table>
  );
}
