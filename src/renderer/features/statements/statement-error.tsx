import type { ReactNode } from 'react';
import type { PugmarkError } from '../../../core/errors.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Banner } from '../../ui/page.tsx';

/** Why a statement was not made: the rule that it breaks, in words. */
export function StatementError({ error }: { readonly error: PugmarkError }): ReactNode {
  const { sayCode } = useTexts();
  const rule = error.details['rule'];
  const words = typeof rule === 'string' ? sayCode('app.statements.rule', rule) : undefined;
  return (
    <>
      {words !== undefined && <Banner tone="odd">{words}</Banner>}
      <ErrorPanel error={error} />
    </>
  );
}
