import { z } from 'zod';
import { sha256DigestSchema, sha512DigestSchema } from '../digest/digest.ts';
import { countSchema } from './primitives.ts';

/** What an artifact of a capture is for. Closed; the order is the order of listing. */
const CAPTURE_ROLES = [
  'screenshot-viewport',
  'screenshot-full',
  'screenshot-tile',
  'screenshot-inner',
  'html-served',
  'dom',
  'text',
  'dom-after',
  'text-after',
  'mhtml',
  'pdf',
  'wacz',
  'media',
  'download',
  'tls-chain',
  'operator',
  'environment',
  'secrets',
  'record',
] as const;

/** All roles; a file that a person gave has [received]. */
export const ARTIFACT_ROLES = ['received', ...CAPTURE_ROLES] as const;

export type ArtifactRole = (typeof ARTIFACT_ROLES)[number];

export const artifactSchema = z.strictObject({
  role: z.enum(ARTIFACT_ROLES),
  /** File name inside the exhibit, safe on every file system: `[a-z0-9][a-z0-9._-]*`, unique within the exhibit. */
  name: z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9_-])?$/),
  mediaType: z.string().min(1).max(255),
  sizeBytes: countSchema,
  sha256: sha256DigestSchema,
  sha512: sha512DigestSchema,
});

/** An artifact as it stands in the record: what it is, how long, and its digests. */
export type Artifact = Readonly<z.infer<typeof artifactSchema>>;

/** Artifacts in `capture.json`: no capture makes a received file. */
export const captureArtifactSchema = artifactSchema.extend({ role: z.enum(CAPTURE_ROLES) });

/** What must be said of an artifact before its bytes are written. */
export type ArtifactSpec = Pick<Artifact, 'role' | 'name' | 'mediaType'>;
