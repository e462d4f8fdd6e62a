import { z } from 'zod';
import { captureRecordSchema } from '../../core/model/capture-record.ts';
import { ARTIFACT_ROLES } from '../../core/model/artifact.ts';
import { countSchema, utcTimeSchema } from '../../core/model/primitives.ts';
import { AXES } from '../../core/package/verdict.ts';
import { ATTEMPT_STATES, pyramidSchema, searchSchema, timelineEntrySchema } from './cases.ts';
import { caseSchema, exhibitNumberSchema, nothing, procedure } from './define.ts';

/**
 * What the search has of a kept package. `reading`: not yet all of it; `locked`: it is kept encrypted to its recipient, and nobody here reads it;
 * `damaged`: its bytes are not those that were received; `unreadable`: they are, and are no package that can be shown.
 */
export const KEPT_CONTENTS = ['reading', 'ready', 'locked', 'damaged', 'unreadable'] as const;

/** A package from others that is kept in a case of this vault. Nothing in it is of this case: it is read, and never changed. */
export const receivedPackageSchema = z.strictObject({
  /** Reference of the own case, and the exhibit that the package is there. */
  case: caseSchema,
  exhibit: exhibitNumberSchema,
  package: z.uuid(),
  profile: z.string(),
  practice: z.boolean(),
  /** Reference of the sender's case, as the sender wrote it; absent when that text was erased. */
  senderCase: z.string().optional(),
  /** Fingerprint of the sender's station. */
  sender: z.string(),
  /** The unit of the register of recipients whose receipts are signed by that station. */
  senderUnit: z.string().optional(),
  receivedAt: utcTimeSchema,
  /** What the verification said when the receipt was signed. */
  verdict: z.partialRecord(z.enum(AXES), z.enum(['pass', 'fail', 'pending', 'not-checked', 'as-recorded'])),
  /** The case that it is kept in goes on from it. */
  isContinued: z.boolean(),
  contents: z.enum(KEPT_CONTENTS),
  /** Exhibits in it that the search has. */
  exhibits: countSchema,
  /** It has more exhibits, or longer texts, than the search takes in. */
  isCut: z.boolean(),
  sizeBytes: countSchema,
});
export type ReceivedPackage = Readonly<z.infer<typeof receivedPackageSchema>>;

/** Which package: the own case, and the exhibit that it is there. */
const inPackage = { case: caseSchema, exhibit: exhibitNumberSchema };

/** An exhibit of a received package in a list. Its number is the sender's. */
export const receivedRowSchema = z.strictObject({
  /** Reference of the own case, and the exhibit that the package is there. */
  case: caseSchema,
  package: exhibitNumberSchema,
  /** Reference of the sender's case. */
  senderCase: z.string().optional(),
  exhibit: exhibitNumberSchema,
  kind: z.enum(['capture', 'received']),
  /** Absent when the package withholds the record, which alone says it. */
  state: z.enum(ATTEMPT_STATES).optional(),
  title: z.string().optional(),
  requestedUrl: z.string(),
  shownUrl: z.string().optional(),
  host: z.string(),
  seller: z.string().optional(),
  /** Claimed by the sender's station; absent when the package withholds the record. */
  startedAt: utcTimeSchema.optional(),
  digest: z.string().optional(),
  hasPicture: z.boolean(),
  /** Read-only address of a small JPEG; absent when there is no picture. */
  thumbnail: z.string().optional(),
  snippet: z.array(z.strictObject({ text: z.string(), found: z.boolean() })).optional(),
});
export type ReceivedRow = Readonly<z.infer<typeof receivedRowSchema>>;

/** A file of an exhibit of a received package. Its bytes are given out only as those that the package was sealed over. */
const receivedFileSchema = z.strictObject({
  /** Below the exhibit's folder in the package. */
  name: z.string(),
  /** As the record lists it; absent for what it does not list. */
  role: z.enum(ARTIFACT_ROLES).optional(),
  mediaType: z.string(),
  sizeBytes: countSchema,
  sha256: z.string(),
  /** Read-only address of its bytes. */
  address: z.string(),
});
export type ReceivedFile = Readonly<z.infer<typeof receivedFileSchema>>;

export const receivedExhibitSchema = z.strictObject({
  from: receivedPackageSchema,
  row: receivedRowSchema,
  /** Absent when the package withholds it, or it is of a received file. */
  record: captureRecordSchema.optional(),
  /** Of a file that somebody gave the sender: its name as it was given. */
  givenName: z.string().optional(),
  files: z.array(receivedFileSchema),
  pictures: z.array(z.strictObject({ name: z.string(), role: z.string(), pyramid: pyramidSchema })),
  hasText: z.boolean(),
});
export type ReceivedExhibit = Readonly<z.infer<typeof receivedExhibitSchema>>;

const inReceived = z.strictObject({ ...inPackage, inner: exhibitNumberSchema });

/** Packages from others, beside the own cases. Nothing here changes anything but the log of who looked. */
export const RECEIVED_CALLS = {
  /** Kept packages of all cases, newest first. */
  'received.list': procedure(nothing, z.array(receivedPackageSchema)),
  /**
   * One of them, after all of its bytes were read and found to be those that were received. The first time in a session it is a look at the exhibit
   * that it is, and stands in the custody log. Throws `reason-missing`, `object-missing`, `object-changed`, `package-locked`, `package-unreadable`.
   */
  'received.open': procedure(z.strictObject(inPackage), receivedPackageSchema),
  /** Exhibits in received packages that fit, apart from the own ones; with `package` of that one only. `cases`: the own cases that they are kept in. */
  'received.search': procedure(
    searchSchema.extend({ package: z.strictObject(inPackage).optional() }),
    z.strictObject({ total: countSchema, rows: z.array(receivedRowSchema) }),
  ),
  /** Throws as `received.open`, `exhibit-unknown`. */
  'received.read': procedure(inReceived, receivedExhibitSchema),
  /** The page's text as seen, at most 1 MiB of it. Throws as `received.read`. */
  'received.text': procedure(inReceived, z.strictObject({ text: z.string(), cut: z.boolean() })),
  /** What the sender's log in the package says of one of its exhibits, oldest first; `isCut`: it says more. Throws as `received.read`. */
  'received.timeline': procedure(inReceived, z.strictObject({ entries: z.array(timelineEntrySchema), isCut: z.boolean() })),
} as const;
