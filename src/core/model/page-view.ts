import { z } from 'zod';

/** Ids of this process: tabs, questions. Never part of a record. */
const idSchema = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

/** Something the page waits for the person with. */
export const pageQuestionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alert'), id: idSchema, text: z.string() }),
  z.strictObject({ kind: z.literal('confirm'), id: idSchema, text: z.string() }),
  z.strictObject({ kind: z.literal('prompt'), id: idSchema, text: z.string(), value: z.string() }),
  z.strictObject({ kind: z.literal('leave'), id: idSchema, text: z.string() }),
  z.strictObject({ kind: z.literal('files'), id: idSchema, multiple: z.boolean() }),
  z.strictObject({
    kind: z.literal('select'),
    id: idSchema,
    multiple: z.boolean(),
    /** CSS pixels of the view. */
    box: z.strictObject({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
    options: z.array(z.strictObject({ label: z.string(), selected: z.boolean(), disabled: z.boolean(), group: z.string().optional() })),
  }),
]);
export type PageQuestion = Readonly<z.infer<typeof pageQuestionSchema>>;

const modifiers = z.strictObject({ alt: z.boolean(), ctrl: z.boolean(), meta: z.boolean(), shift: z.boolean() }).partial();
const at = { x: z.number(), y: z.number(), modifiers: modifiers.optional() };

/** What a person does in the picture of a page. Places in CSS pixels of the view. */
export const tabInputSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mouse'),
    act: z.enum(['move', 'down', 'up']),
    ...at,
    button: z.enum(['none', 'left', 'middle', 'right']),
    clicks: z.int().min(0).max(3),
  }),
  z.strictObject({ kind: z.literal('wheel'), ...at, deltaX: z.number(), deltaY: z.number() }),
  z.strictObject({
    kind: z.literal('key'),
    act: z.enum(['down', 'up']),
    key: z.string().max(50),
    code: z.string().max(50),
    modifiers: modifiers.optional(),
    repeat: z.boolean(),
  }),
  /** Text as such: paste, or what an input method made. */
  z.strictObject({ kind: z.literal('text'), text: z.string().max(1_000_000) }),
  /** Text that an input method is still making; empty ends it. */
  z.strictObject({ kind: z.literal('composition'), text: z.string().max(1000) }),
]);
export type TabInput = Readonly<z.infer<typeof tabInputSchema>>;

/** `secure`: a valid certificate; `insecure`: none; `invalid`: one that is not valid was accepted; `none`: no document. */
export const tabSecuritySchema = z.enum(['none', 'secure', 'insecure', 'invalid']);
