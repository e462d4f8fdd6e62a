import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { captureArtifactSchema, type Artifact } from './artifact.ts';
import { CAPTURE_PHASES, COMPLETENESS_PROBLEMS } from './exchange.ts';
import { countSchema, jsonValueSchema, nonceSchema, utcTimeSchema } from './primitives.ts';

/**
 * `capture.json`: what was observed in one capture, nothing interpreted. Frozen as `capture-record/v1`.
 * Its RFC 8785 form is the file; SHA-256 of the file is the digest of the exhibit.
 * An absent fact is an absent property, never 0 or ''.
 */

const headerSchema = z.tuple([z.string(), z.string()]);

/** Parts of a capture, in their order (evidence-model: phases A to E; `open` is the navigation before the click). */
export const CAPTURE_STAGES = ['open', 'as-seen', 'opened-up', 'print', 'close', 'seal'] as const;
export type CaptureStage = (typeof CAPTURE_STAGES)[number];

/** Why an exhibit is `partial` or `failed`. Closed. Ledger items alone never make a capture partial. */
export const CAPTURE_REASONS = [
  'step-failed',
  'time-limit',
  'byte-limit',
  'exchange-limit',
  'height-limit',
  'stopped-by-operator',
  'page-closed',
  'renderer-crashed',
  'browser-lost',
  'document-incomplete',
  'no-document',
] as const;
export type CaptureReason = (typeof CAPTURE_REASONS)[number];

export const captureStepSchema = z.strictObject({
  stage: z.enum(CAPTURE_STAGES),
  name: z.string(),
  startedAt: utcTimeSchema,
  tookMs: countSchema,
  outcome: z.enum(['done', 'failed', 'limited', 'skipped']),
  /** What was done or why not; acts on the page (scrolled to, closed a dialog) are told here. */
  detail: z.string().optional(),
});
export type CaptureStep = Readonly<z.infer<typeof captureStepSchema>>;

export const tlsFactsSchema = z.strictObject({
  protocol: z.string(),
  cipher: z.string().optional(),
  keyExchange: z.string().optional(),
  subject: z.string().optional(),
  issuer: z.string().optional(),
  subjectAlternativeNames: z.array(z.string()).optional(),
  validFrom: utcTimeSchema.optional(),
  validTo: utcTimeSchema.optional(),
  /** Certificate Transparency as the browser reports it. */
  certificateTransparency: z.string().optional(),
  scts: z.array(z.record(z.string(), jsonValueSchema)).optional(),
  chainSha256: z.array(sha256DigestSchema).optional(),
  /** False when the operator chose to open the page in spite of an invalid certificate. */
  valid: z.boolean(),
});

/** Facts about the HTTP exchange that gave the current document. */
export const documentHttpSchema = z.strictObject({
  status: z.int().min(100).max(999),
  statusText: z.string().optional(),
  method: z.string(),
  protocol: z.string().optional(),
  /** In the order received; values of credential fields are replaced by their marker. */
  headers: z.array(headerSchema),
  headersAs: z.enum(['exact', 'synthesised']),
  redirects: z.array(z.strictObject({ url: z.string(), status: countSchema, location: z.string(), time: utcTimeSchema })),
  remoteAddress: z.strictObject({ ip: z.string(), port: countSchema, isProxy: z.boolean() }).optional(),
  source: z.enum(['network', 'memory-cache', 'disk-cache', 'prefetch-cache', 'service-worker', 'back-forward-cache']),
});

export const pageFactsSchema = z.strictObject({
  title: z.string().optional(),
  language: z.string().optional(),
  charset: z.string().optional(),
  canonicalUrl: z.string().optional(),
  meta: z.array(z.strictObject({ name: z.string(), content: z.string() })),
  openGraph: z.array(z.strictObject({ property: z.string(), content: z.string() })),
  /** Text of each JSON-LD block, verbatim; parsed by nobody here. */
  jsonLd: z.array(z.string()),
  microdata: z.array(
    z.strictObject({ type: z.string().optional(), properties: z.array(z.strictObject({ name: z.string(), value: z.string() })) }),
  ),
});

/** A picture as it stands in a derived one. Device pixels of that one. */
const placedPictureSchema = z.strictObject({
  sha256: sha256DigestSchema,
  xPx: countSchema,
  yPx: countSchema,
  widthPx: z.int().min(1),
  heightPx: z.int().min(1),
  /** Rows left out at its top: the tile before shows them, or they stand on the numbered picture before. */
  skipTopPx: countSchema,
});

/** How a derived picture was put together; a verifier repeats it and compares `pixelsSha256`. */
export const stitchRecipeSchema = z.strictObject({
  name: z.string(),
  widthPx: z.int().min(1),
  heightPx: z.int().min(1),
  /** SHA-256 over the decoded rows, 8 bit RGBA, top to bottom, no padding. */
  pixelsSha256: sha256DigestSchema,
  tiles: z.array(placedPictureSchema),
  /** Laid over the stacked tiles, in their order; what would reach below the picture is left out. */
  patches: z.array(placedPictureSchema).optional(),
});
export type StitchRecipe = Readonly<z.infer<typeof stitchRecipeSchema>>;

export const completenessItemSchema = z.strictObject({
  url: z.string(),
  class: z.enum(['shown', 'supporting', 'background']),
  problem: z.enum(COMPLETENESS_PROBLEMS),
  detail: z.string(),
  /** Which independent list named it; absent when the recording itself did. */
  namedBy: z.enum(['resource-tree', 'performance-entries', 'drawn-images', 'css-images', 'inner-scroller']).optional(),
});
export type CompletenessItem = Readonly<z.infer<typeof completenessItemSchema>>;

export const completenessSchema = z.strictObject({
  exchanges: countSchema,
  byPhase: z.partialRecord(z.enum(CAPTURE_PHASES), countSchema),
  incomplete: z.strictObject({ shown: countSchema, supporting: countSchema, background: countSchema }),
  /** How many resources each independent list named; absent when the list could not be had. */
  checkedAgainst: z.strictObject({
    resourceTree: countSchema.optional(),
    performanceEntries: countSchema.optional(),
    drawnImages: countSchema.optional(),
    cssImages: countSchema.optional(),
  }),
  items: z.array(completenessItemSchema),
});
export type Completeness = Readonly<z.infer<typeof completenessSchema>>;

export const clockCheckSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-checked'), reason: z.string() }),
  z.strictObject({ state: z.literal('checked'), source: z.string(), offsetMs: z.int(), checkedAt: utcTimeSchema }),
]);

/** Read as any artifact is. */
const listedArtifactSchema: z.ZodType<Artifact> = captureArtifactSchema;

/** What one capture observed; the part of the record that the capture engine itself can say. */
export const observationSchema = z.strictObject({
  state: z.enum(['sealed', 'partial', 'failed']),
  /** Empty exactly when `state` is `sealed`. */
  reasons: z.array(z.strictObject({ code: z.enum(CAPTURE_REASONS), detail: z.string() })),
  /** Only when `failed`: the closed error code and its text. */
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  times: z.strictObject({
    /** The click, or the command line's turn for this address: when the capture was asked for. */
    clickedAt: utcTimeSchema,
    /** The first picture was had; absent when it could not be kept. */
    seenAt: utcTimeSchema.optional(),
    /** Phase A was complete. */
    seenCompleteAt: utcTimeSchema.optional(),
    finishedAt: utcTimeSchema,
  }),
  steps: z.array(captureStepSchema),
  limits: z.record(z.string(), z.int()),
  address: z.strictObject({
    requestedUrl: z.string(),
    /** How the current document was loaded; status, headers, TLS and server address belong to it. */
    documentUrl: z.string().optional(),
    loadedBy: z.enum(['navigation', 'form-post', 'back-forward-cache', 'service-worker', 'reload', 'unknown']).optional(),
    documentStartedAt: utcTimeSchema.optional(),
    /** What the address bar said at the click. */
    shownUrl: z.string().optional(),
    /** Between the two: pushState, replaceState, fragment changes. */
    inPage: z.array(z.strictObject({ url: z.string(), time: utcTimeSchema })),
    /** Addresses this tab showed before in the session, and the tabs that opened it. */
    path: z.array(z.strictObject({ url: z.string(), time: utcTimeSchema })),
  }),
  http: documentHttpSchema.optional(),
  tls: tlsFactsSchema.optional(),
  page: pageFactsSchema.optional(),
  view: z
    .strictObject({
      widthPx: countSchema,
      heightPx: countSchema,
      /** Device pixels per CSS pixel, times 1000. */
      deviceScaleFactorMilli: countSchema,
      documentWidthPx: countSchema,
      documentHeightPx: countSchema,
      /** Below zero where writing runs from right to left. */
      scrollXPx: z.int(),
      scrollYPx: z.int(),
    })
    .optional(),
  browser: z.strictObject({
    product: z.string(),
    userAgent: z.string(),
    headless: z.boolean(),
    /** False only when run as root, where Chromium cannot; then a warning says so too. */
    sandbox: z.boolean(),
  }),
  frames: z.array(z.strictObject({ url: z.string(), crossProcess: z.boolean(), captured: z.boolean() })),
  artifacts: z.array(listedArtifactSchema),
  recipes: z.array(stitchRecipeSchema),
  completeness: completenessSchema,
  /** Every script of ours that ran in an isolated world of the page, with the digest of its text. */
  injectedScripts: z.array(z.strictObject({ name: z.string(), sha256: sha256DigestSchema, stage: z.enum(CAPTURE_STAGES) })),
  warnings: z.array(z.strictObject({ code: z.string(), detail: z.string() })),
});
export type Observation = Readonly<z.infer<typeof observationSchema>>;

export const captureRecordSchema = z.strictObject({
  format: z.literal('capture-record/v1'),
  kind: z.literal('capture'),
  nonce: nonceSchema,
  case: z.uuid(),
  exhibit: z.string().regex(/^E-\d{4,}$/),
  attempt: z.uuid(),
  practice: z.boolean(),
  session: z.strictObject({
    id: z.uuid(),
    /** SHA-256 of the leaf bytes of `session.started`; a time stamp over it gives the lower bound. */
    startedEntry: sha256DigestSchema,
    /** Digest of the time-stamp token over it; absent: no lower bound. */
    tokenDigest: sha256DigestSchema.optional(),
  }),
  station: sha256DigestSchema,
  tool: z.strictObject({ name: z.literal('pugmark'), version: z.string(), digest: sha256DigestSchema }),
  clock: clockCheckSchema,
  observation: observationSchema,
});
export type CaptureRecord = Readonly<z.infer<typeof captureRecordSchema>>;
