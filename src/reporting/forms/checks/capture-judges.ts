import type { ArtifactRole } from '../../../core/model/artifact.ts';
import type { CaptureReason } from '../../../core/model/capture-record.ts';
import { formatUtc } from '../../texts/quantities.ts';
import type { Texts } from '../../texts/texts.ts';
import type { CheckLine, Judgement } from '../survey/answer-check.ts';
import type { CaptureFacts, CaptureSurvey } from '../survey/capture-survey.ts';

// What the records say of the capture itself: its times, its acts, what was kept of it and how it was closed.

type Judge = CheckLine['judge'];
type Overall = NonNullable<CheckLine['overall']>;

/** Comparison with a named source before the page was captured: that of the record, or one in the log. The station's clock is compared, never set. */
export function judgeClockBefore(texts: Texts): Judge {
  return ({ clock, course, clickedAt }) => {
    if (clock.state === 'checked' && clock.checkedAt <= clickedAt) return { answer: 'done', value: sourceOf(texts, clock.source) };
    if (course.clockBefore !== undefined) return { answer: 'done', value: sourceOf(texts, course.clockBefore.source) };
    if (clock.state === 'checked') return { answer: 'not-done', value: texts.say('form.says.clockLater') };
    return { answer: 'not-done', value: texts.say('form.says.clockNot') };
  };
}

/** Largest difference that any of the checks told. */
export function overallOffset(texts: Texts): Overall {
  return (survey) => {
    const offsets = survey.flatMap(({ clock, course }) => [
      ...(clock.state === 'checked' ? [clock.offsetMs] : []),
      ...[course.clockBefore, course.clockAfter].flatMap((check) => (check === undefined ? [] : [check.offsetMs])),
    ]);
    if (offsets.length === 0) return [];
    const largest = offsets.reduce((most, offset) => (Math.abs(offset) > Math.abs(most) ? offset : most));
    return [texts.say('form.says.offset', { offset: texts.formatNumber(largest) })];
  };
}

export function judgeClockAfter(texts: Texts): Judge {
  return ({ clock, course, finishedAt }) => {
    const isAfter = clock.state === 'checked' && clock.checkedAt >= finishedAt;
    if (isAfter) return { answer: 'done', value: sourceOf(texts, clock.source) };
    if (course.clockAfter !== undefined) return { answer: 'done', value: sourceOf(texts, course.clockAfter.source) };
    return { answer: 'not-done', value: texts.say('form.says.clockNot') };
  };
}

function sourceOf(texts: Texts, source: string | undefined): string {
  return source === undefined ? texts.say('form.says.clockLogged') : texts.say('form.says.clock', { source });
}

/** Always in the record: without it there is none. */
export function judgeStartTime(): Judge {
  return () => ({ answer: 'done' });
}

/** From the first to the last start. */
export function overallStart(texts: Texts): Overall {
  return (survey) => {
    const times = survey.map(({ clickedAt }) => clickedAt).toSorted();
    const [first = '', last = ''] = [times[0], times.at(-1)];
    return [
      first === last
        ? texts.say('form.says.startedAt', { time: formatUtc(texts, first) })
        : texts.say('form.says.startedBetween', { first: formatUtc(texts, first), last: formatUtc(texts, last) }),
    ];
  };
}

/** The address that was asked for is in every record, also where nothing came. */
export function judgeNavigation(texts: Texts): Judge {
  return ({ http }) => (http === undefined ? { answer: 'done', value: texts.say('form.says.noDocument') } : { answer: 'done' });
}

export function overallNavigation(texts: Texts): Overall {
  return (survey) => [
    texts.say('form.says.navigation', {
      path: texts.formatNumber(sum(survey, ({ address }) => address.path)),
      redirects: texts.formatNumber(sum(survey, ({ address }) => address.redirects)),
      inPage: texts.formatNumber(sum(survey, ({ address }) => address.inPage)),
    }),
  ];
}

/** Steps of the capture, scripts of ours, entries of the log. */
export function judgeActs(texts: Texts): Judge {
  return ({ steps, course }) =>
    steps > 0 && course.events > 0 ? { answer: 'done' } : { answer: 'not-known', value: texts.say('form.says.noSteps') };
}

export function overallActs(texts: Texts): Overall {
  return (survey) => [
    texts.say('form.says.acts', {
      steps: texts.formatNumber(sum(survey, ({ steps }) => steps)),
      scripts: texts.formatNumber(sum(survey, ({ ownScripts }) => ownScripts)),
      entries: texts.formatNumber(sum(survey, ({ course }) => course.events)),
    }),
  ];
}

/** Reasons of a partial capture for which an artifact is certainly not whole, and those for which it may not be. */
interface Limits {
  readonly certain: readonly CaptureReason[];
  readonly possible: readonly CaptureReason[];
}

const LOST: readonly CaptureReason[] = ['page-closed', 'renderer-crashed', 'browser-lost'];
/** Of a picture of the whole page. */
export const PICTURE_LIMITS: Limits = {
  certain: ['height-limit'],
  possible: ['step-failed', 'time-limit', 'stopped-by-operator', ...LOST],
};
/** Of a recording. */
export const RECORDING_LIMITS: Limits = { certain: ['byte-limit', 'exchange-limit', 'document-incomplete'], possible: LOST };

/**
 * Whether the record lists an artifact of one of these roles, and nothing in it says that there is only a part. What the package leaves out was made all
 * the same, and its digest is in the record.
 */
export function judgeArtifact(texts: Texts, roles: readonly ArtifactRole[], limits: Limits = { certain: [], possible: [] }): Judge {
  return (facts) => {
    const found = roles.filter((role) => facts.roles.has(role));
    if (found.length === 0) return notKept(texts, facts);
    const kept = found.map((role) => texts.say(`report.role.${role}`)).join('; ');
    const among = (reasons: readonly CaptureReason[]): string =>
      facts.reasons
        .filter((reason) => reasons.includes(reason))
        .map((reason) => texts.say(`report.reason.${reason}`))
        .join('; ');
    const [certain, possible] = [among(limits.certain), among(limits.possible)];
    if (certain !== '') return { answer: 'not-done', value: texts.say('form.says.inPart', { kept, why: certain }) };
    if (possible !== '') return { answer: 'not-known', value: texts.say('form.says.maybeInPart', { kept, why: possible }) };
    return { answer: 'done', value: kept };
  };
}

/** Pictures and films of the page as files of their own: a page without any has none to keep. */
export function judgeMedia(texts: Texts): Judge {
  return (facts) => {
    if (facts.roles.has('media')) return { answer: 'done', value: texts.say('report.role.media') };
    return facts.http === undefined ? notKept(texts, facts) : { answer: 'not-known', value: texts.say('form.says.noMedia') };
  };
}

function notKept(texts: Texts, { http }: CaptureFacts): Judgement {
  return http === undefined
    ? { answer: 'not-applicable', value: texts.say('form.says.noDocument') }
    : { answer: 'not-done', value: texts.say('form.says.notKept') };
}

export function overallExchanges(texts: Texts): Overall {
  return (survey) => [
    texts.say('form.says.exchanges', {
      exchanges: texts.formatNumber(sum(survey, ({ exchanges }) => exchanges)),
      shown: texts.formatNumber(sum(survey, ({ incomplete }) => incomplete.shown)),
      others: texts.formatNumber(sum(survey, ({ incomplete }) => incomplete.supporting + incomplete.background)),
    }),
  ];
}

/** The ledger of what was asked for and did not come whole. */
export function judgeLedger(texts: Texts): Judge {
  return ({ exchanges }) => (exchanges > 0 ? { answer: 'done' } : { answer: 'not-applicable', value: texts.say('form.says.noDocument') });
}

export function judgePageFacts(texts: Texts): Judge {
  return (facts) => (facts.hasPageFacts ? { answer: 'done', value: texts.say('form.says.pageFacts') } : notKept(texts, facts));
}

/** The digest of the record stands in the log. */
export function judgeDigest(texts: Texts): Judge {
  return ({ course }) =>
    course.end === undefined
      ? { answer: 'not-known', value: texts.say('form.says.noEnd') }
      : { answer: 'done', value: texts.say('form.says.digests') };
}

/** By tokens in the package; one over the seal comes after this form. */
export function judgeStamp(texts: Texts): Judge {
  return ({ bracket }) => {
    if (bracket.notAfter === undefined) return { answer: 'not-done', value: texts.say('form.says.noStamp') };
    return { answer: 'done', value: texts.say(bracket.notBefore === undefined ? 'form.says.stampAfter' : 'form.says.stampBoth') };
  };
}

function sum(survey: CaptureSurvey, of: (facts: CaptureFacts) => number): number {
  return survey.reduce((total, facts) => total + of(facts), 0);
}

/** The picture of the view comes before anything that we do to the page. */
export function judgePictureFirst(texts: Texts): Judge {
  return (facts) => (facts.seenAt === undefined ? notKept(texts, facts) : { answer: 'done', value: texts.say('form.says.pictureFirst') });
}

/** Nothing is drawn into a picture: it would be another one than what was shown. */
export function judgeTimeInPicture(texts: Texts): Judge {
  return ({ http }) =>
    http === undefined
      ? { answer: 'not-applicable', value: texts.say('form.says.noDocument') }
      : { answer: 'not-done', value: texts.say('form.says.timeBeside') };
}
