import type { ReactNode } from 'react';
import type { VerdictExhibit } from '../../../core/package/verdict.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Table } from '../../ui/table.tsx';

const LISTED = 200;
const TONES = { sealed: 'good', partial: 'odd', failed: 'bad' } as const;

/** What may be said of each exhibit of a package. */
export function VerdictExhibits({ exhibits }: { readonly exhibits: readonly VerdictExhibit[] }): ReactNode {
  const { say } = useTexts();
  const columns = ['exhibit', 'state', 'time', 'completeness'] as const;
  return (
    <>
      <Table label={say('app.verdict.exhibits')} columns={columns.map((column) => say(`app.verdict.column.${column}`))}>
        {exhibits.slice(0, LISTED).map((exhibit) => (
          <tr key={exhibit.exhibit}>
            <td>{exhibit.exhibit}</td>
            <td>
              <Badge tone={TONES[exhibit.state]}>{say(`report.state.${exhibit.state}`)}</Badge>
            </td>
            <td>
              <Bracket exhibit={exhibit} />
            </td>
            <td>
              <Ledger completeness={exhibit.completeness} />
            </td>
          </tr>
        ))}
      </Table>
      {exhibits.length > LISTED && <p>{say('app.verdict.more', { count: exhibits.length - LISTED })}</p>}
    </>
  );
}

function Bracket({ exhibit: { claimed, notBefore, notAfter } }: { readonly exhibit: VerdictExhibit }): ReactNode {
  const { say, formats } = useTexts();
  return (
    <>
      {notBefore !== undefined && <div>{say('app.verdict.notBefore', { time: formats.utc(notBefore) })}</div>}
      {notAfter !== undefined && <div>{say('app.verdict.notAfter', { time: formats.utc(notAfter) })}</div>}
      <div>{say('app.verdict.claimed', { time: formats.utc(claimed) })}</div>
    </>
  );
}

function Ledger({ completeness }: Pick<VerdictExhibit, 'completeness'> | { readonly completeness: undefined }): ReactNode {
  const { say, formats } = useTexts();
  if (completeness === undefined) return null;
  const { shown, supporting, background } = completeness.incomplete;
  const missing = shown + supporting + background;
  return (
    <>
      {say('app.verdict.exchanges', { count: completeness.exchanges })},{' '}
      {missing === 0 ? say('app.verdict.allComplete') : say('app.verdict.incomplete', { count: missing, shown: formats.number(shown) })}
    </>
  );
}
