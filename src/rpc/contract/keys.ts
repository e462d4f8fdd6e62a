import { z } from 'zod';
import { sha256DigestSchema } from '../../core/digest/digest.ts';
import { countSchema, utcTimeSchema } from '../../core/model/primitives.ts';
import { KEY_PURPOSES } from '../../core/signing/key-certificate.ts';
import { nothing, procedure } from './define.ts';

/** QR code: its side, and its dark modules as an SVG path in units of one module. */
const qrSchema = z.strictObject({ sizeModules: countSchema, path: z.string().regex(/^[\d Mhvz-]*$/) });

/** The identity of the station as others get it, and all of its keys. Private halves never leave the engine. */
const keyViewSchema = z.strictObject({
  fingerprint: sha256DigestSchema,
  /** The same in groups of four hex digits, to be read out. */
  groups: z.array(z.string()),
  createdAt: utcTimeSchema,
  agency: z.string().optional(),
  /** PEM. */
  publicKey: z.string(),
  /** One page of text for the record. */
  sheet: z.string(),
  qr: qrSchema,
  keys: z.array(
    z.strictObject({
      key: sha256DigestSchema,
      purpose: z.enum(KEY_PURPOSES),
      practice: z.boolean(),
      operator: z.string().optional(),
      createdAt: utcTimeSchema,
      state: z.enum(['current', 'rotated', 'revoked']),
    }),
  ),
});

/** A fingerprint, and the same in groups of four hex digits. */
const fingerprintSchema = z.strictObject({ fingerprint: sha256DigestSchema, groups: z.array(z.string()) });

export const KEY_CALLS = {
  'keys.read': procedure(nothing, keyViewSchema),
  /**
   * A new evidence key in the place of the one in use, which signs the link to it. Browsers of cases end for it. Throws `passphrase-wrong`;
   * `work-under-way` while captures or exports have not ended.
   */
  'keys.rotate': procedure(
    z.strictObject({ passphrase: z.string().max(1000) }),
    z.strictObject({
      from: fingerprintSchema,
      to: fingerprintSchema,
      rotatedAt: utcTimeSchema,
      /** One page of text for the record: both fingerprints, the new key, and the digest of the link. */
      sheet: z.string(),
      qr: qrSchema,
    }),
  ),
} as const;
