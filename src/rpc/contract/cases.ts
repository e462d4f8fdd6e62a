import { z } from 'zod';
import { captureRecordSchema } from '../../core/model/capture-record.ts';
import { artifactSchema } from '../../core/model/artifact.ts';
import { exchangeMetadataSchema } from '../../core/model/exchange-metadata.ts';
import { countSchema, jsonValueSchema, utcTimeSchema } from '../../core/model/primitives.ts';
import { CASE_REGIMES, retentionSchema } from '../../core/model/retention.ts';
import { caseSchema, exhibitNumberSchema, givenFileSchema, nothing, procedure } from './define.ts';

export const ATTEMPT_STATES = ['open', 'sealed', 'partial', 'failed', 'cancelled', 'interrupted'] as const;
/** `pending`: no authority has confirmed the time yet. */
export const TIME_STATES = ['none', 'pending', 'confirmed'] as const;

/** What stays of what was erased by law. */
export const erasureRecordSchema = z.strictObject({
  erasedAt: utcTimeSchema,
  by: z.string(),
  reason: z.string().optional(),
  ground: z.string().optional(),
});

export const caseItemSchema = z.strictObject({
  id: z.uuid(),
  reference: caseSchema,
  title: z.string(),
  basis: z.string().optional(),
  practice: z.boolean(),
  state: z.enum(['open', 'closed', 'erased']),
  openedAt: utcTimeSchema,
  lastActivityAt: utcTimeSchema,
  /** Without what was erased. */
  counts: z.partialRecord(z.enum(ATTEMPT_STATES), countSchema),
  /** Attempts that were erased by law, whatever their state was. */
  erased: countSchema.optional(),
  time: z.enum(TIME_STATES),
  /** The last that was said of how long it is kept, and under which law; absent when nothing was. */
  retention: z
    .strictObject({
      ...retentionSchema.shape,
      reviewedAt: utcTimeSchema,
      by: z.string(),
      reason: z.string().optional(),
    })
    .optional(),
  /** Nothing of it may be erased; absent when it is not on hold. */
  hold: z.strictObject({ since: utcTimeSchema, by: z.string(), reason: z.string().optional() }).optional(),
  /** Of an erased case. */
  erasure: erasureRecordSchema.optional(),
});
export type CaseItem = Readonly<z.infer<typeof caseItemSchema>>;

export const exhibitRowSchema = z.strictObject({
  case: caseSchema,
  exhibit: exhibitNumberSchema,
  kind: z.enum(['capture', 'received']),
  state: z.enum(ATTEMPT_STATES),
  title: z.string().optional(),
  requestedUrl: z.string(),
  shownUrl: z.string().optional(),
  /** Host of the shown, or the requested, address. */
  host: z.string(),
  seller: z.string().optional(),
  startedAt: utcTimeSchema,
  endedAt: utcTimeSchema.optional(),
  digest: z.string().optional(),
  /** Erased by law: of it there are number, times and entries in the log alone. */
  erased: z.boolean().optional(),
  hasPicture: z.boolean(),
  /** Read-only address of a small JPEG of what was seen; absent when there is no picture. */
  thumbnail: z.string().optional(),
  hasNotes: z.boolean(),
  /** Where the searched words stand, when a text was searched for: pieces of the text, found words marked. */
  snippet: z.array(z.strictObject({ text: z.string(), found: z.boolean() })).optional(),
});
export type ExhibitRow = Readonly<z.infer<typeof exhibitRowSchema>>;

export const searchSchema = z.strictObject({
  /** Words; each must occur, accents and case do not count, the last one may be unfinished. */
  text: z.string().max(500).default(''),
  cases: z.array(caseSchema).max(1000).default([]),
  hosts: z.array(z.string()).max(1000).default([]),
  states: z.array(z.enum(ATTEMPT_STATES)).default([]),
  /** As pages name them. */
  sellers: z.array(z.string()).max(1000).default([]),
  /** Scientific names in current statements, as they were written. */
  species: z.array(z.string()).max(1000).default([]),
  /** UTC days, `2026-11-22`; both inclusive. */
  fromDay: z.iso.date().optional(),
  toDay: z.iso.date().optional(),
  sort: z.enum(['newest', 'oldest', 'title', 'host', 'relevance']).default('newest'),
  offset: countSchema.default(0),
  limit: z.int().min(1).max(500).default(100),
});
export type Search = Readonly<z.infer<typeof searchSchema>>;

const facetSchema = z.array(z.strictObject({ value: z.string(), count: countSchema }));
export const searchResultSchema = z.strictObject({
  total: countSchema,
  rows: z.array(exhibitRowSchema),
  /** Counts over all that is found, each facet without its own restriction; largest first. */
  facets: z.strictObject({
    case: facetSchema,
    host: facetSchema,
    state: facetSchema,
    day: facetSchema,
    seller: facetSchema,
    species: facetSchema,
  }),
});
export type SearchResult = Readonly<z.infer<typeof searchResultSchema>>;

export const artifactItemSchema = artifactSchema.extend({
  /** Read-only address of its bytes, to be fetched or shown as a picture; never rendered as a page of the app. */
  address: z.string(),
});

export const noteSchema = z.strictObject({
  id: z.string(),
  exhibit: exhibitNumberSchema.optional(),
  time: utcTimeSchema,
  author: z.string(),
  text: z.string(),
});
export type Note = Readonly<z.infer<typeof noteSchema>>;

/** The picture as a pyramid of tiles: level 0 is native pixels, each further level half of the one before. */
export const pyramidSchema = z.strictObject({
  widthPx: countSchema,
  heightPx: countSchema,
  tilePx: z.int().min(1),
  levels: z.int().min(1),
  /** With `{level}`, `{column}`, `{row}` in it. */
  addressPattern: z.string(),
});

export const exhibitDetailSchema = z.strictObject({
  row: exhibitRowSchema,
  sealedAt: utcTimeSchema.optional(),
  time: z.enum(TIME_STATES),
  /** Between which times it came to be, by the tokens that the vault holds; a bound that no authority gave is absent. */
  bracket: z
    .strictObject({ notBefore: utcTimeSchema.optional(), notAfter: utcTimeSchema.optional(), authorities: z.array(z.string()) })
    .optional(),
  artifacts: z.array(artifactItemSchema),
  /** The sealed record; absent when nothing was sealed, or for a received file. */
  record: captureRecordSchema.optional(),
  /** Of a received file instead: its name as it was given, and what was said of where it comes from. */
  received: z
    .strictObject({ givenName: z.string(), origin: z.string().optional(), mediaTypeBy: z.enum(['content', 'unknown']) })
    .optional(),
  pictures: z.array(z.strictObject({ name: z.string(), role: z.string(), pyramid: pyramidSchema })),
  /** When it was erased by law. */
  erasure: erasureRecordSchema.optional(),
  notes: z.array(noteSchema),
  openedFrom: exhibitNumberSchema.optional(),
  opened: z.array(exhibitNumberSchema),
});
export type ExhibitDetail = Readonly<z.infer<typeof exhibitDetailSchema>>;

export const timelineEntrySchema = z.strictObject({
  seq: countSchema,
  origin: z.string(),
  time: utcTimeSchema,
  type: z.string(),
  actor: z.string(),
  exhibit: exhibitNumberSchema.optional(),
  digest: z.string().optional(),
  details: z.record(z.string(), jsonValueSchema),
  texts: z.record(z.string(), z.string()),
});
export type TimelineEntry = Readonly<z.infer<typeof timelineEntrySchema>>;

const inCase = z.strictObject({ case: caseSchema });
const inExhibit = z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema });

/** One exchange of the recording, for the waterfall. Milliseconds count from the first request. */
export const exchangeItemSchema = z.strictObject({
  method: z.string(),
  url: z.string(),
  status: z.int().optional(),
  sizeBytes: countSchema.optional(),
  startMs: countSchema,
  metadata: exchangeMetadataSchema,
});
export type ExchangeItem = Readonly<z.infer<typeof exchangeItemSchema>>;

export const CASE_CALLS = {
  'cases.list': procedure(nothing, z.array(caseItemSchema)),
  'cases.create': procedure(
    z.strictObject({
      reference: caseSchema,
      title: z.string().min(1).max(500),
      basis: z.string().max(2000).optional(),
      practice: z.boolean(),
      /** Under which law data of persons are kept in it. */
      regime: z.enum(CASE_REGIMES).optional(),
      /** Day on which it has to be decided whether it is kept any longer. */
      retainUntil: z.iso.date().optional(),
    }),
    caseItemSchema,
  ),
  'cases.close': procedure(inCase, caseItemSchema),
  /** Says anew how long it is kept and under which law; what is left out is no longer said. The reason goes into the custody log. */
  'cases.review': procedure(
    inCase.extend({ regime: z.enum(CASE_REGIMES).optional(), retainUntil: z.iso.date().optional(), reason: z.string().min(1).max(2000) }),
    caseItemSchema,
  ),
  /** On hold, nothing of the case is erased, until it is said to be held no longer. Throws `usage` when it is so already, `case-closed` for an erased one. */
  'cases.hold': procedure(inCase.extend({ held: z.boolean(), reason: z.string().min(1).max(2000) }), caseItemSchema),
  'exhibits.search': procedure(searchSchema, searchResultSchema),
  /** Why the exhibits of this case are looked at in this session, as the person said; absent while nobody has. */
  'access.read': procedure(inCase, z.strictObject({ reason: z.string().optional() })),
  /** Says why, from now on until the vault is locked. It goes into the custody log with what is looked at. */
  'access.give': procedure(inCase.extend({ reason: z.string().min(1).max(2000) }), nothing),
  /** The first one in a session is a look at the exhibit, and stands in the custody log. Throws `reason-missing` while nobody has said why. */
  'exhibits.read': procedure(inExhibit, exhibitDetailSchema),
  /** Before a file is saved: it stands in the custody log, with the reason for it, or else that for which the exhibits are looked at. Throws as `exhibits.read`. */
  'exhibits.save': procedure(
    inExhibit.extend({ name: z.string().min(1).max(200), reason: z.string().min(1).max(2000).optional() }),
    nothing,
  ),
  /** The page's text as seen, at most 1 MiB of it. */
  'exhibits.text': procedure(inExhibit, z.strictObject({ text: z.string(), cut: z.boolean() })),
  'exhibits.network': procedure(inExhibit, z.array(exchangeItemSchema)),
  /** Of one exhibit, or of the whole case. */
  'cases.timeline': procedure(z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema.optional() }), z.array(timelineEntrySchema)),
  /** Exhibits with this address as requested, document's or shown one, newest first; fragments do not count. */
  'exhibits.at': procedure(z.strictObject({ url: z.string().max(65_536) }), z.array(exhibitRowSchema)),
  'notes.add': procedure(
    z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema.optional(), text: z.string().min(1).max(20_000) }),
    noteSchema,
  ),
  /** A file from a person or another program becomes an exhibit of kind `received`. */
  'files.add': procedure(
    z.strictObject({ case: caseSchema, file: givenFileSchema, name: z.string().min(1).max(255), origin: z.string().min(1).max(2000) }),
    exhibitRowSchema,
  ),
} as const;
