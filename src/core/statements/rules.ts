/**
 * Rules for statements that no schema can hold, as `statement-refused` names them in `details.rule` (docs/formats/statement.md).
 */
export const STATEMENT_RULES = [
  'handling-text-missing',
  'handling-text-without-h3',
  'evaluation-missing',
  'evidence-missing',
  'evidence-erased',
  'evidence-ambiguous',
  'evidence-differs',
  'evidence-secret',
  'never-displayed',
  'status-is-judgement',
  'truth-of-displayed-only',
  'entity-unknown',
  'entity-of-another-kind',
  'relation-to-itself',
  'statement-unknown',
  'statement-not-current',
  'not-to-be-judged',
  'code-unknown',
  'location-incomplete',
  'corroboration-of-itself',
  'corroboration-unfounded',
] as const;
export type StatementRule = (typeof STATEMENT_RULES)[number];
