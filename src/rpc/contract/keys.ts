import { z } from 'zod';
import { sha256DigestSchema } from '../../core/digest/digest.ts';
import { nothing, procedure } from './define.ts';
import { stationSchema } from './station.ts';

/** The identity of this station, as it is given to those who will check its packages. */
export const keyCardSchema = z.strictObject({
  practice: z.boolean(),
  fingerprint: sha256DigestSchema,
  /** Of four hex digits. */
  groups: z.array(z.string().regex(/^[0-9a-f]{4}$/)).length(16),
  agency: z.string().optional(),
  createdAt: z.string(),
  /** The sheet to be printed or handed on. */
  sheet: z.string(),
  /** The QR code: its side in modules, and the dark ones as an SVG path. */
  code: z.strictObject({ sizeModules: z.int().min(1).max(400), path: z.string().regex(/^[Mhvz0-9 -]*$/) }),
});
export type KeyCardView = Readonly<z.infer<typeof keyCardSchema>>;

/** The system's store for keys, and whether this vault's key is in it. */
export const keyStoreViewSchema = z.strictObject({
  state: z.enum(['available', 'unavailable']),
  /** As the system calls it. */
  name: z.string().optional(),
  reason: z.enum(['plain-text', 'no-store', 'other-shell']).optional(),
  kept: z.boolean(),
});

export const KEY_CALLS = {
  'keys.card': procedure(z.strictObject({ practice: z.boolean() }), keyCardSchema),
  'keyStore.read': procedure(nothing, keyStoreViewSchema),
  /** From the next time on the vault opens without its passphrase. */
  'keyStore.keep': procedure(nothing, keyStoreViewSchema),
  'keyStore.forget': procedure(nothing, keyStoreViewSchema),
  /** Opens the vault with the key that was kept. */
  'keyStore.unlock': procedure(nothing, stationSchema),
} as const;
