import { FORM_QUESTIONS, type FormAnswers } from '../../../core/forms/form-questions.ts';
import { PROFILE_RULES, type Profile } from '../../../core/package/profiles.ts';
import type { HandlingCode } from '../../../core/statements/codes.ts';
import type { ExportRequestInput } from '../../../rpc/contract/packages.ts';
import type { Settings } from '../../../rpc/contract/station.ts';

/** What the person has chosen. `exhibits` undefined: all of the case. */
export interface ExportChoices {
  readonly profile: Profile;
  readonly exhibits: readonly string[] | undefined;
  readonly language: Settings['language'];
  readonly report: boolean;
  readonly html: boolean;
  readonly recipient: string;
  readonly purpose: string;
  /** Proposed for the whole package; none: nothing is proposed. */
  readonly handling: readonly HandlingCode[];
  readonly handlingText: string;
  /** By the ids of questions of any profile: what is answered for one is kept for another that asks the same. */
  readonly answers: Readonly<Record<string, string>>;
  /** Undefined: as the profile has it. */
  readonly operator: boolean | undefined;
  readonly secrets: { readonly isIn: boolean; readonly reason: string };
  /** Megabytes of a reduced set, as text. */
  readonly reduced: string;
  /** That a notice can make evidence disappear was read. */
  readonly isWarned: boolean;
  /** Who can read the file. */
  readonly encryption: {
    readonly way: 'none' | 'recipients' | 'passphrase';
    /** Ids of recipients of the register. */
    readonly to: readonly string[];
    readonly passphrase: string;
    readonly again: string;
  };
}

/** What holds before anything is chosen; anyone who has the file can read it. */
export function firstChoices(language: Settings['language'], exhibits: readonly string[] | undefined): ExportChoices {
  return {
    profile: 'prosecutor',
    exhibits,
    language,
    report: true,
    html: false,
    recipient: '',
    purpose: '',
    handling: [],
    handlingText: '',
    answers: {},
    operator: undefined,
    secrets: { isIn: false, reason: '' },
    reduced: '45',
    isWarned: false,
    encryption: { way: 'none', to: [], passphrase: '', again: '' },
  };
}

/** What keeps a package from being made, in the order of the screen. Closed: each has its words in the catalogue. */
export type ExportObstacle = 'handling-text' | 'answers' | 'secrets-reason' | 'reduced' | 'warning' | 'encryption';

export function findObstacles(choices: ExportChoices): readonly ExportObstacle[] {
  const { profile, handling, handlingText, answers, secrets, isWarned, encryption } = choices;
  const rule = PROFILE_RULES[profile];
  const unanswered = FORM_QUESTIONS[profile].some(({ id, required }) => required && (answers[id] ?? '').trim() === '');
  return [
    ...(canBeHandled(profile) && handling.includes('H3') && handlingText.trim() === '' ? (['handling-text'] as const) : []),
    ...(unanswered ? (['answers'] as const) : []),
    ...(rule.choices.secrets !== undefined && secrets.isIn && secrets.reason.trim() === '' ? (['secrets-reason'] as const) : []),
    ...(rule.reduced && readMegabytes(choices.reduced) === undefined ? (['reduced'] as const) : []),
    ...(profile === 'platform' && !isWarned ? (['warning'] as const) : []),
    ...(isEncryptionSaid(encryption) ? [] : (['encryption'] as const)),
  ];
}

/** Whether it is said to whom the file is encrypted, where it is to be. */
function isEncryptionSaid({ way, to, passphrase, again }: ExportChoices['encryption']): boolean {
  if (way === 'recipients') return to.length > 0;
  return way === 'none' || (passphrase !== '' && passphrase === again);
}

/** A package that carries exhibits can be marked; what goes to a platform or to analysts is what may go out. */
export function canBeHandled(profile: Profile): boolean {
  return PROFILE_RULES[profile].seal === 'custody';
}

/** The request of these choices: what a profile does not ask is left out of it. */
export function buildRequest(reference: string, choices: ExportChoices): ExportRequestInput {
  const { profile, exhibits, language, report, html, handling, operator, secrets } = choices;
  const rule = PROFILE_RULES[profile];
  const recipient = choices.recipient.trim();
  const purpose = choices.purpose.trim();
  const text = choices.handlingText.trim();
  const answers = answersOf(choices);
  const reducedBytes = rule.reduced ? readMegabytes(choices.reduced) : undefined;
  const hasReport = rule.parts.includes('report');
  return {
    case: reference,
    profile,
    language,
    report: hasReport && report,
    ...(hasReport && report && html ? { html: true } : {}),
    ...(exhibits === undefined ? {} : { exhibits: [...exhibits] }),
    ...(canBeHandled(profile) && handling.length > 0 && !(handling.includes('H3') && text === '')
      ? { handling: { codes: [...handling], ...(handling.includes('H3') ? { text } : {}) } }
      : {}),
    ...(Object.keys(answers).length === 0 ? {} : { answers }),
    ...(rule.choices['operator-environment'] === undefined || operator === undefined ? {} : { operator }),
    ...(rule.choices.secrets !== undefined && secrets.isIn && secrets.reason.trim() !== ''
      ? { secrets: { reason: secrets.reason.trim() } }
      : {}),
    ...(reducedBytes === undefined ? {} : { reducedBytes }),
    ...(recipient === '' ? {} : { recipient }),
    ...(purpose === '' ? {} : { purpose }),
    ...encryptionOf(choices.encryption),
  };
}

/** Of what is typed it counts for the list of what goes in only that it is said: it is not asked about with every letter. */
export function buildPreviewRequest(reference: string, choices: ExportChoices): ExportRequestInput {
  const isTyped = (id: string): boolean =>
    FORM_QUESTIONS[choices.profile].some((question) => question.id === id && (question.kind === 'line' || question.kind === 'text'));
  return buildRequest(reference, {
    ...choices,
    recipient: '',
    purpose: '',
    handlingText: said(choices.handlingText),
    answers: Object.fromEntries(Object.entries(choices.answers).map(([id, text]) => [id, isTyped(id) ? said(text) : text])),
    secrets: { ...choices.secrets, reason: said(choices.secrets.reason) },
    encryption: { way: 'none', to: [], passphrase: '', again: '' },
  });
}

/** The same for whatever is said. */
function said(text: string): string {
  return text.trim() === '' ? '' : '-';
}

function answersOf({ profile, answers }: ExportChoices): FormAnswers {
  return Object.fromEntries(
    FORM_QUESTIONS[profile].flatMap(({ id }) => {
      const answer = (answers[id] ?? '').trim();
      return answer === '' ? [] : [[id, answer]];
    }),
  );
}

/** Bytes of so many megabytes; undefined for what is none, or more than a set can have. */
function readMegabytes(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && value > 0 && value <= 1000 ? Math.round(value * 1_000_000) : undefined;
}

function encryptionOf({ way, to, passphrase }: ExportChoices['encryption']): Pick<ExportRequestInput, 'encryption'> {
  if (way === 'recipients') return to.length === 0 ? {} : { encryption: { kind: 'recipients', to: [...to] } };
  return way === 'passphrase' && passphrase !== '' ? { encryption: { kind: 'passphrase', passphrase } } : {};
}
