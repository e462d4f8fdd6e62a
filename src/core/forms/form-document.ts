import { z } from 'zod';
import { utcTimeSchema } from '../model/primitives.ts';

/** Forms that a profile may hold. Closed; each has a table of its fields and their sources in docs/forms.md. */
export const FORM_IDS = [
  'acquisition-record',
  'berkeley-checklist',
  'swgde-checklist',
  'ecomessage-draft',
  'data-processing-block',
  'europol-cover',
  'europol-statements',
  'europol-hash-list',
  'redaction-log',
  'renewal-set',
  'dsa-notice',
  'preservation-request',
  'pattern-counts',
  'cites-rows',
] as const;
export type FormId = (typeof FORM_IDS)[number];

/** A field that nobody filled says so: `missing` ('to be completed'), never an empty value. */
const fieldSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  label: z.string().min(1),
  state: z.enum(['given', 'missing', 'not-applicable']),
  /** One line each; at least one when given, none otherwise. */
  values: z.array(z.string()),
  /** Where the value comes from, as in docs/forms.md: `record.documentUrl`, `statement.item.taxon`, `answer.notifier-name`. */
  source: z.string().min(1),
});
export type FormField = Readonly<z.infer<typeof fieldSchema>>;

const checkSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  label: z.string().min(1),
  answer: z.enum(['done', 'not-done', 'not-applicable', 'not-known']),
  /** What the record says. */
  values: z.array(z.string()),
  source: z.string().min(1),
});
export type FormCheck = Readonly<z.infer<typeof checkSchema>>;

const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), paragraphs: z.array(z.string()) }),
  z.strictObject({ type: z.literal('fields'), fields: z.array(fieldSchema) }),
  z.strictObject({ type: z.literal('checks'), checks: z.array(checkSchema) }),
  z.strictObject({
    type: z.literal('table'),
    id: z.string().regex(/^[a-z0-9-]{1,64}$/),
    columns: z.array(z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,64}$/), label: z.string().min(1), source: z.string().min(1) })),
    /** As many cells as columns; a cell that is not known is null. */
    rows: z.array(z.array(z.string().nullable())),
  }),
]);
export type FormBlock = Readonly<z.infer<typeof blockSchema>>;

/**
 * `form/v1`: a form as data. Its PDF, `.docx`, `.txt` and `.json` say the same; the app shows it with a button to copy each field. Texts from pages are
 * as recorded, hostile until escaped.
 */
export const formDocumentSchema = z.strictObject({
  format: z.literal('form/v1'),
  form: z.enum(FORM_IDS),
  language: z.enum(['en', 'fr', 'nl']),
  title: z.string().min(1),
  /** What must be read first: that it is a draft, whom it does not come from, what it is not. */
  notices: z.array(z.string()),
  practice: z.boolean(),
  madeAt: utcTimeSchema,
  sections: z.array(z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,64}$/), title: z.string().min(1), blocks: z.array(blockSchema) })),
});
export type FormDocument = Readonly<z.infer<typeof formDocumentSchema>>;
export type FormSection = FormDocument['sections'][number];
