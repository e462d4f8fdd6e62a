/** What the operator should know before a package is made; none of them stops it but `required-question-unanswered`. Each has its sentence in the catalogue. */
export const EXPORT_WARNINGS = [
  'practice',
  /** Of `required` questions: no package is made without them. */
  'required-question-unanswered',
  'question-unanswered',
  /** No statement says anything that the forms of this profile ask for. */
  'no-statements',
  'statement-without-evaluation',
  'no-handling',
  /** Exhibits of which no redacted derivative was made: the package has their records' digests and no picture. */
  'no-derivatives',
  'exhibit-partial',
  /** Values of credentials go out. */
  'secrets-included',
  /** Who was at work, and with which machine, goes out. */
  'operator-included',
  'not-encrypted',
] as const;
export type ExportWarning = (typeof EXPORT_WARNINGS)[number];
