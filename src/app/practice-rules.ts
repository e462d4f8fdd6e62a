import type { OpenedDocument } from '../core/capture-ports.ts';
import { PugmarkError } from '../core/errors.ts';
import { isPracticeUrl, PRACTICE_HEADER, PRACTICE_META } from '../core/model/practice.ts';

/**
 * Keeps practice and evidence apart once a document has answered: a redirect can lead anywhere, and a saved practice page
 * can be served from anywhere. Throws `practice-host-required`, `practice-page-refused`.
 */
export function assertDocumentFits(practice: boolean, document: OpenedDocument): void {
  if (practice) {
    if (isPracticeUrl(document.url)) return;
    throw new PugmarkError('practice-host-required', 'The address led out of the practice market: a practice case captures nothing else');
  }
  const marked =
    document.headers.some(([name]) => name.toLowerCase() === PRACTICE_HEADER) ||
    document.metaNames.some((name) => name.trim().toLowerCase() === PRACTICE_META);
  if (!marked) return;
  throw new PugmarkError(
    'practice-page-refused',
    'This is a page of the practice market and no evidence: make a practice case with "pugmark case new REF --title T --practice"',
  );
}
