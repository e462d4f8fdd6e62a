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

/** Closed. The forms of a profile use no other answers. */
export const FORM_QUESTIONS: Readonly<Record<Profile, readonly FormQuestion[]>> = {
  prosecutor: [],
  interpol: [],
  europol: [],
  disclosure: [],
  archive: [],
  platform: [],
  pattern: [],
};
