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

const inTab = z.strictObject({ tab: idSchema });

export const BROWSER_CALLS = {
  /** Opens the evidence browser of a case, or gives the one that is open. `picture`: shown as a live picture; `native`: a view of the shell. */
  'browser.open': procedure(
    z.strictObject({ case: caseSchema }),
    z.strictObject({ shows: z.enum(['picture', 'native']), tabs: z.array(tabSchema) }),
  ),
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
