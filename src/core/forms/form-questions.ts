import { z } from 'zod';
import type { Profile } from '../package/profiles.ts';

/** What only a person can say of a hand-over: asked in the app, given to the command line as a JSON file (`--answers`). */
export interface FormQuestion {
  /** Key of its answer, of its label in the catalogue (`form.question.<id>`), and of its source (`answer.<id>`). */
  readonly id: string;
  readonly kind: 'line' | 'text' | 'date' | 'yes-no' | 'choice';
  /** For `choice`; labels in the catalogue as `form.question.<id>.<choice>`. */
  readonly choices?: readonly string[];
  /** Without it no package of this profile is made; all others are written as missing. */
  readonly required: boolean;
}

/** Answers by the id of their question; `yes`/`no`, days as `2026-11-22`. */
export const formAnswersSchema = z.record(z.string().regex(/^[a-z0-9-]{1,64}$/), z.string().min(1).max(20_000));
export type FormAnswers = Readonly<z.infer<typeof formAnswersSchema>>;

const line = (id: string): FormQuestion => ({ id, kind: 'line', required: false });
const text = (id: string): FormQuestion => ({ id, kind: 'text', required: false });
const day = (id: string): FormQuestion => ({ id, kind: 'date', required: false });
const yesNo = (id: string): FormQuestion => ({ id, kind: 'yes-no', required: false });
const choice = (id: string, choices: readonly string[]): FormQuestion => ({ id, kind: 'choice', choices, required: false });

/** Kinds of places of trade, so that counts can name one without naming a platform. */
const PLATFORM_TYPES = ['marketplace', 'auction', 'shop', 'social-network', 'messenger', 'forum', 'several', 'other'] as const;

/** Closed. The forms of a profile use no other answers. The same id means the same in all profiles. */
export const FORM_QUESTIONS: Readonly<Record<Profile, readonly FormQuestion[]>> = {
  prosecutor: [],
  interpol: [
    line('ncb'),
    line('originating-agency'),
    line('officer-contact'),
    choice('priority', ['routine', 'urgent']),
    line('offence-type'),
    line('how-found'),
    text('transport-route'),
    text('modus-operandi'),
    text('linked-cases'),
    text('further-information'),
    text('requests'),
    text('processing-purpose'),
    text('legal-basis'),
    line('allowed-countries'),
    line('excluded-countries'),
    text('onward-transfer'),
    // Rules on the Processing of Data, art. 112; proposed by the sender, never printed as a marking.
    choice('confidentiality', ['official-use-only', 'restricted', 'confidential']),
    day('retention-until'),
    day('review-date'),
    day('last-verified'),
  ],
  europol: [
    line('subject'),
    text('addressees'),
    line('officer-contact'),
    // Regulation (EU) 2016/794, art. 18(2).
    choice('europol-purpose', ['cross-checking', 'strategic-analysis', 'operational-analysis', 'facilitating-exchange']),
    text('legal-basis'),
    // Directive (EU) 2023/977 gives no right to use what was exchanged as evidence.
    choice('evidential-use', ['none', 'given', 'to-be-asked']),
  ],
  disclosure: [line('court'), line('court-reference'), text('legal-basis')],
  archive: [line('archive-keeper'), text('legal-basis'), day('retention-until'), day('review-date')],
  platform: [
    line('platform-name'),
    line('notifier-name'),
    line('notifier-email'),
    text('illegality-reasons'),
    text('illegality-law'),
    yesNo('bona-fide'),
    yesNo('preservation-wanted'),
    day('range-from'),
    day('range-until'),
    line('range-time-zone'),
    // A notice can lead to removal and alert the seller: whether it may go out is said, one way or the other.
    { id: 'notice-agreed', kind: 'yes-no', required: true },
  ],
  pattern: [choice('platform-type', PLATFORM_TYPES), line('public-contact')],
};
