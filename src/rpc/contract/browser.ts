import { z } from 'zod';
import { pageQuestionSchema, tabInputSchema, tabSecuritySchema } from '../../core/model/page-view.ts';
import { countSchema } from '../../core/model/primitives.ts';
import { caseSchema, givenFileSchema, idSchema, nothing, procedure } from './define.ts';

export const answerSchema = z.strictObject({
  accept: z.boolean(),
  text: z.string().max(100_000).optional(),
  files: z.array(givenFileSchema).max(100).optional(),
  /** Positions in the list of a `select`. */
  selected: z.array(countSchema).optional(),
});
export type Answer = Readonly<z.infer<typeof answerSchema>>;

export const tabSchema = z.strictObject({
  id: idSchema,
  /** Tab whose page opened it. */
  opener: idSchema.optional(),
  case: caseSchema,
  /** Address shown; empty for a blank tab. Hostile text. */
  url: z.string(),
  title: z.string(),
  loading: z.boolean(),
  canGoBack: z.boolean(),
  canGoForward: z.boolean(),
  security: tabSecuritySchema,
  /** What the recording holds of the document shown. */
  exchanges: countSchema,
  bytes: countSchema,
  /** A capture needs the page still. */
  locked: z.boolean(),
  /** Why no document is shown: code of the error, e.g. `dns-failed`, `renderer-crashed`. */
  problem: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  /** Things the page tried that were refused, newest last. */
  incidents: z.array(z.strictObject({ code: z.string(), detail: z.string() })),
  question: pageQuestionSchema.optional(),
});
export type BrowserTab = Readonly<z.infer<typeof tabSchema>>;

/** Name of a kept profile: letters, digits, `-`, `_`. */
const loginSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/);

/** How the browser of a case runs, beside how the settings would start it now. */
export const browserStateSchema = z.strictObject({
  isRunning: z.boolean(),
  /** Of the running one, otherwise of the next one; empty: none. */
  proxy: z.string(),
  /** Profile that keeps its logins; absent: nothing is kept when the browser closes. */
  login: loginSchema.optional(),
  /** False: settings were changed that hold only when it is started anew. */
  isCurrent: z.boolean(),
  /** Kept profiles of the case. */
  logins: z.array(loginSchema),
  /** False: this shell keeps no logins. */
  keepsLogins: z.boolean(),
});
export type BrowserState = Readonly<z.infer<typeof browserStateSchema>>;

const inTab = z.strictObject({ tab: idSchema });

export const BROWSER_CALLS = {
  /** Opens the evidence browser of a case, or gives the one that is open. `picture`: shown as a live picture; `native`: a view of the shell. */
  'browser.open': procedure(
    z.strictObject({ case: caseSchema }),
    z.strictObject({ shows: z.enum(['picture', 'native']), tabs: z.array(tabSchema) }),
  ),
  'browser.read': procedure(z.strictObject({ case: caseSchema }), browserStateSchema),
  /**
   * Starts the browser anew, with the settings as they are and a kept profile, which is made when there is none of this name; `null`: without
   * one; absent: with the one it had. Its tabs are loaded again. Throws `work-under-way` while a capture of the case has not ended.
   */
  'browser.restart': procedure(z.strictObject({ case: caseSchema, login: loginSchema.nullable().optional() }), browserStateSchema),
  /** A kept profile goes, with all its logins. Throws `work-under-way` while the browser runs with it. */
  'browser.forget': procedure(z.strictObject({ case: caseSchema, login: loginSchema }), browserStateSchema),
  'browser.close': procedure(z.strictObject({ case: caseSchema }), nothing),
  /** Cookies, cache and storage of the case's browser go. */
  'browser.clear': procedure(z.strictObject({ case: caseSchema }), nothing),
  'tabs.list': procedure(z.strictObject({ case: caseSchema.optional() }), z.array(tabSchema)),
  'tabs.open': procedure(z.strictObject({ case: caseSchema, url: z.string().max(65_536).optional() }), tabSchema),
  'tabs.close': procedure(inTab, nothing),
  'tabs.go': procedure(
    z.strictObject({
      tab: idSchema,
      to: z.union([z.strictObject({ url: z.string().max(65_536) }), z.enum(['back', 'forward', 'reload', 'stop'])]),
    }),
    nothing,
  ),
  'tabs.answer': procedure(z.strictObject({ tab: idSchema, question: idSchema, answer: answerSchema }), nothing),
  'tabs.input': procedure(z.strictObject({ tab: idSchema, input: tabInputSchema }), nothing),
  /** What is selected in the page, for the clipboard. */
  'tabs.selection': procedure(inTab, z.strictObject({ text: z.string() })),
  /** The visible area of the view in CSS pixels. `native`: where in the window; `picture`: how large. `scale`: device pixels per CSS pixel. */
  'tabs.place': procedure(
    z.strictObject({
      tab: idSchema,
      left: z.number(),
      top: z.number(),
      width: z.int().min(1).max(16_384),
      height: z.int().min(1).max(16_384),
      scale: z.number().min(0.5).max(4),
      visible: z.boolean(),
    }),
    nothing,
  ),
} as const;
