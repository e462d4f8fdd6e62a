import { toOneLine } from '../../core/package/bag/bag-info.ts';
import type { ReportInput } from '../../core/package/report-input.ts';
import { WITHHELD, type AnySeal } from '../../core/package/seal-statement.ts';
import type { TextKey, Texts } from '../texts/texts.ts';
import { buildBanner, buildFacts } from './plain-text.ts';

/**
 * The first lines: what the package is, of which case, by whom, for whom. What persons wrote stands beside our words and never goes through
 * the catalogue, which would read marks of its own in it.
 */
export function buildHead(
  texts: Texts,
  report: ReportInput,
  seal: AnySeal,
  { title, more = [] }: { readonly title: TextKey; readonly more?: readonly (readonly [name: TextKey, value: string])[] },
): string {
  const agency = report.agency === undefined ? '' : toOneLine(report.agency);
  const by =
    seal.operator === WITHHELD
      ? agency || WITHHELD
      : `${texts.say('readMe.operator')} ${toOneLine(seal.operator)}${agency === '' ? '' : `, ${agency}`}`;
  const { recipient, purpose }: { readonly recipient?: string | undefined; readonly purpose?: string | undefined } =
    seal.profile === 'pattern' ? {} : seal;
  const facts: readonly (readonly [TextKey, string | undefined])[] = [
    ['readMe.fact.case', toOneLine(seal.case.reference)],
    ['readMe.fact.package', seal.package],
    ['readMe.fact.profile', seal.profile],
    ['readMe.fact.made', `${seal.createdAt} ${texts.say('readMe.byClock')}`],
    ['readMe.fact.by', by],
    ['readMe.fact.tool', seal.tool],
    ['readMe.fact.for', recipient === undefined ? undefined : toOneLine(recipient)],
    ['readMe.fact.purpose', purpose === undefined ? undefined : toOneLine(purpose)],
    ...more,
  ];
  const practice = seal.practice ? buildBanner([texts.say('readMe.practiceTitle'), texts.say('readMe.practiceWhat')]) : '';
  return `${practice}${texts.say(title)} ${report.packageName}\n\n${buildFacts(facts.map(([name, value]) => [texts.say(name) + texts.say('report.colon'), value]))}`;
}
