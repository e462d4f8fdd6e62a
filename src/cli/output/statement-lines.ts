import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { formatTime } from './exhibit-lines.ts';
import { forTerminal } from './terminal-text.ts';

/** A statement as a person reads it: what is said, on which evidence, by whom. */
export function buildStatementLines({ statement, author, madeAt, state, replacedBy, withdrawn }: CaseStatement): readonly string[] {
  const { id, entity, content, nature, evidence, handling, handlingText, evaluation } = statement;
  const fields = Object.entries(content.fields).map(([name, value]: [string, unknown]) => `${name}: ${formatValue(value)}`);
  const judged = evaluation === undefined ? '' : ` ${evaluation.source}${evaluation.information}`;
  const rests = evidence.map(({ exhibit, artifact, quote }) =>
    [exhibit, artifact, quote && JSON.stringify(quote)].filter(Boolean).join(' '),
  );
  const end = {
    current: '',
    replaced: `, replaced by ${replacedBy}`,
    withdrawn: `, withdrawn by ${withdrawn?.by}: ${withdrawn?.reason ?? 'the reason was erased'}`,
  }[state];
  return [
    `${id}  ${content.kind}  ${nature}${judged}  ${handling.join(',')}${handlingText === undefined ? '' : `: ${handlingText}`}`,
    `    ${fields.join('; ')}`,
    `    about ${entity}${rests.length === 0 ? ', without evidence' : `, on ${rests.join('; ')}`}`,
    `    ${author}, ${formatTime(madeAt)}${end}`,
  ].map((line) => forTerminal(line));
}

function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => String(one)).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
