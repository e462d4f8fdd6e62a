import type { TextKey, Texts } from '../../texts/texts.ts';
import type { CheckLine } from '../survey/answer-check.ts';

/** One line of a checklist, its label from the catalogue. */
export function lineMaker(
  texts: Texts,
): (id: string, label: TextKey, source: string, judge: CheckLine['judge'], overall?: CheckLine['overall']) => CheckLine {
  return (id, label, source, judge, overall) => ({
    id,
    label: texts.say(label),
    source,
    judge,
    ...(overall === undefined ? {} : { overall }),
  });
}
