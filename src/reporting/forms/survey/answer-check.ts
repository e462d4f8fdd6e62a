import type { FormCheck } from '../../../core/forms/form-document.ts';
import type { Texts } from '../../texts/texts.ts';
import type { CaptureFacts, CaptureSurvey } from './capture-survey.ts';

/** What the record of one capture answers to one line of a checklist. Captures that say the same are told of together. */
export interface Judgement {
  readonly answer: FormCheck['answer'];
  readonly value?: string;
}

/** One line of a checklist: where its answer stands in the records, and how it is read there. */
export interface CheckLine {
  readonly id: string;
  readonly label: string;
  readonly source: string;
  readonly judge: (facts: CaptureFacts) => Judgement;
  /** What is said of all captures together, after what is said of each. */
  readonly overall?: (survey: CaptureSurvey) => readonly string[];
}

/** Of several different answers the one that says least stands for all: a precaution left out once was not always taken. */
const WEAKEST_FIRST: readonly FormCheck['answer'][] = ['not-done', 'not-known', 'done', 'not-applicable'];
/** Different things said by the records of a case, and numbers of exhibits named for each. */
const LISTED_GROUPS = 8;
const LISTED_EXHIBITS = 8;

/** Answers a line for all captures of a package: once, with what differs, never one page per exhibit. */
export function answerCheck(texts: Texts, survey: CaptureSurvey, line: CheckLine): FormCheck {
  const { id, label, source, judge, overall } = line;
  if (survey.length === 0) return { id, label, source, answer: 'not-applicable', values: [texts.say('form.check.noCapture')] };
  const groups = groupJudgements(survey, judge);
  const answer = WEAKEST_FIRST.find((one) => groups.some(({ judgement }) => judgement.answer === one)) ?? 'not-known';
  return { id, label, source, answer, values: [...describeGroups(texts, survey.length, groups), ...(overall?.(survey) ?? [])] };
}

interface Group {
  readonly judgement: Judgement;
  readonly exhibits: readonly string[];
}

/** The largest first; of equals the one that came first. */
function groupJudgements(survey: CaptureSurvey, judge: CheckLine['judge']): readonly Group[] {
  const groups = new Map<string, { readonly judgement: Judgement; readonly exhibits: string[] }>();
  for (const facts of survey) {
    const judgement = judge(facts);
    const key = JSON.stringify([judgement.answer, judgement.value]);
    const group = groups.get(key) ?? { judgement, exhibits: [] };
    group.exhibits.push(facts.exhibit);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.exhibits.length - a.exhibits.length);
}

function describeGroups(texts: Texts, total: number, groups: readonly Group[]): readonly string[] {
  const [only] = groups;
  if (groups.length === 1) return only?.judgement.value === undefined ? [] : [only.judgement.value];
  const lines = groups.slice(0, LISTED_GROUPS).map(({ judgement: { answer, value }, exhibits }) => {
    const count = texts.say('form.check.ofExhibits', { some: texts.formatNumber(exhibits.length), all: texts.formatNumber(total) });
    const numbers = exhibits.length === total ? '' : ` (${nameExhibits(texts, exhibits)})`;
    return `${count} – ${[texts.say(`form.answer.${answer}`), ...(value === undefined ? [] : [value])].join(': ')}${numbers}`;
  });
  const rest = groups.slice(LISTED_GROUPS).reduce((sum, { exhibits }) => sum + exhibits.length, 0);
  return rest === 0 ? lines : [...lines, texts.say('form.check.otherValues', { count: rest })];
}

/** `E-0001, E-0004` and how many more. */
export function nameExhibits(texts: Texts, exhibits: readonly string[]): string {
  const named = exhibits.slice(0, LISTED_EXHIBITS).join(', ');
  const more = exhibits.length - LISTED_EXHIBITS;
  return more <= 0 ? named : `${named}, ${texts.say('form.check.moreExhibits', { count: more })}`;
}
