import { useMemo, useState, type ReactNode } from 'react';
import type { ArtifactRole } from '../../../core/model/artifact.ts';
import type { StatementKind } from '../../../core/statements/statement.ts';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { listThings } from './name-statement.ts';
import { StatementDialog } from './statement-dialog.tsx';
import { newDraft, quotedIn } from './statement-draft.ts';

/** Longer ones stand in the statement, and in the evidence pointer from their beginning. */
const LONGEST_QUOTE = 2000;

interface QuoteStatementProps {
  readonly exhibit: ExhibitDetail;
  /** Of the file in which the words stand. */
  readonly role: ArtifactRole;
  readonly kind: StatementKind;
  /** Words as they stand there. */
  readonly quote: string;
  readonly onClose: () => void;
}

/** A statement that begins with words of the exhibit: they stand in it, and in its evidence with the file they are from. */
export function QuoteStatement({ exhibit: { row, artifacts }, role, kind, quote, onClose }: QuoteStatementProps): ReactNode {
  const texts = useTexts();
  const all = useCall('statements.list', { case: row.case }).data;
  const things = useMemo(() => listThings(all ?? [], texts), [all, texts]);
  const [draft, setDraft] = useState(() => {
    const file = artifacts.find((artifact) => artifact.role === role);
    const place = file === undefined ? {} : { role: file.role, artifact: file.name, sha256: file.sha256 };
    return newDraft(kind, {
      evidence: [{ exhibit: row.exhibit, ...place, quote: quote.slice(0, LONGEST_QUOTE) }],
      values: quotedIn(kind, quote),
    });
  });
  return <StatementDialog reference={row.case} draft={draft} things={things.things} onChange={setDraft} onClose={onClose} />;
}
