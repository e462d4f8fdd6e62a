import type { CaptureRecord } from '../../core/model/capture-record.ts';
import { formatList } from '../texts/quantities.ts';
import type { Texts } from '../texts/texts.ts';

type Completeness = CaptureRecord['observation']['completeness'];

/** `412 exchanges, 3 not complete, none of them shown content`. */
export function buildHeadline(texts: Texts, { exchanges, incomplete }: Completeness): string {
  const missing = incomplete.shown + incomplete.supporting + incomplete.background;
  const all = texts.say('report.headline.exchanges', { count: exchanges });
  if (exchanges === 0 && missing === 0) return texts.say('report.headline.nothing');
  if (missing === 0) return texts.say('report.headline.complete', { all });
  const shown =
    incomplete.shown === 0 ? texts.say('report.headline.noneShown') : texts.say('report.headline.shown', { count: incomplete.shown });
  return texts.say('report.headline.missing', { all, missing: texts.say('report.headline.incomplete', { count: missing }), shown });
}

/** Warnings of a capture after which pictures or text may lack something that a person could see. */
const BLANKS = [
  ['frames-may-be-blank-in-pictures', 'report.missing.blankFrames'],
  ['rows-may-be-blank-in-pictures', 'report.missing.blankRows'],
  ['drawn-only-in-view', 'report.missing.takenAway'],
] as const;

/** What is missing of an exhibit, in one sentence. */
export function buildMissingSentence(texts: Texts, { observation }: Pick<CaptureRecord, 'observation'>): string {
  const { state, reasons, completeness, error, warnings } = observation;
  if (state === 'failed') {
    const why = (error && texts.sayCode('report.error', error.code)) ?? texts.say('report.error.other');
    return texts.say('report.missing.failed', { why });
  }
  const headline = buildHeadline(texts, completeness);
  const blank = BLANKS.flatMap(([code, key]) => (warnings.some((warning) => warning.code === code) ? [texts.say(key)] : []));
  if (state === 'partial') {
    const codes = [...new Set(reasons.map(({ code }) => code))];
    const why = formatList(
      texts,
      codes.map((code) => texts.sayCode('report.reason', code) ?? code),
    );
    return joinClauses(texts, [texts.say('report.missing.partial', { why }), headline, ...blank]);
  }
  const { shown, supporting, background } = completeness.incomplete;
  if (shown + supporting + background > 0) return joinClauses(texts, [headline, ...blank]);
  return joinClauses(texts, [texts.say('report.missing.nothing', { headline }), ...blank]);
}

/** Clauses to one sentence. */
function joinClauses(texts: Texts, clauses: readonly string[]): string {
  const sentence = clauses.join(texts.say('report.clauseSeparator'));
  return `${sentence.charAt(0).toLocaleUpperCase(texts.language)}${sentence.slice(1)}.`;
}
