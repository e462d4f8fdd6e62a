import type { Uuid } from '../ids.ts';
import type { Artifact } from '../model/artifact.ts';
import type { JsonValue } from '../model/primitives.ts';
import { PugmarkError } from '../errors.ts';
import { redactionSchema, type Mask, type Redaction } from './redaction.ts';

/** Roles of what a person reads as text: its digests would let covered words be found. */
const TEXT_ROLES: ReadonlySet<Artifact['role']> = new Set(['text', 'text-after']);
/** Roles of pictures. */
const PICTURE_ROLES: ReadonlySet<Artifact['role']> = new Set([
  'screenshot-viewport',
  'screenshot-full',
  'screenshot-tile',
  'screenshot-inner',
  'media',
  'received',
]);

/** What masks on an artifact are: spans of a text, boxes of a picture; undefined: it gets none. */
export function maskKindOf({ role, mediaType }: Pick<Artifact, 'role' | 'mediaType'>): Mask['kind'] | undefined {
  if (TEXT_ROLES.has(role)) return 'span';
  return PICTURE_ROLES.has(role) && /^image\/(?:png|jpeg|webp|avif)$/.test(mediaType) ? 'box' : undefined;
}

/** The record of a derivative. Throws `record-invalid`. */
export function buildRedaction(made: {
  readonly id: Uuid;
  readonly exhibit: string;
  readonly original: Artifact;
  readonly derivative: Omit<Artifact, 'role'>;
  readonly masks: readonly Mask[];
}): Redaction {
  const { role, name, mediaType, sizeBytes, sha256, sha512 } = made.original;
  const { derivative } = made;
  const result = redactionSchema.safeParse({
    format: 'redaction/v1',
    id: made.id,
    exhibit: made.exhibit,
    original: { role, name, mediaType, ...(TEXT_ROLES.has(role) ? {} : { sizeBytes, sha256, sha512 }) },
    derivative: {
      name: derivative.name,
      mediaType: derivative.mediaType,
      sizeBytes: derivative.sizeBytes,
      sha256: derivative.sha256,
      sha512: derivative.sha512,
    },
    masks: made.masks,
  });
  if (result.success) return result.data;
  throw new PugmarkError('record-invalid', `The record of a derivative is invalid: ${result.error.issues[0]?.message ?? 'unknown'}`);
}

/** What `derivative.made` says beside the digest of the record. */
export function buildDerivativeDetails({ id, original, derivative }: Redaction): Readonly<Record<string, JsonValue>> {
  return { derivative: id, ...(original.sha256 === undefined ? {} : { of: original.sha256 }), result: derivative.sha256 };
}

/** Name of the `ordinal`-th derivative of an artifact: `full.redacted-1.png`; a picture becomes a PNG. */
export function derivativeName(original: string, ordinal: number, extension: 'png' | 'txt'): string {
  const end = `.redacted-${ordinal}.${extension}`;
  const stem = original.replace(/\.[a-z0-9]{1,8}$/, '').replace(/[._-]+$/, '');
  return `${stem.slice(0, MAX_NAME - end.length)}${end}`;
}

/** In a package a longer name is cut (`fileNameInPackage`), and its record's name is longer still. */
const MAX_NAME = 60;
