import { z } from 'zod';
import { nothing, procedure } from './define.ts';
import { stationSchema } from './station.ts';

/** The system's store for keys, and whether this vault's key is in it. */
export const keyStoreViewSchema = z.strictObject({
  state: z.enum(['available', 'unavailable']),
  /** As the system calls it. */
  name: z.string().optional(),
  reason: z.enum(['plain-text', 'no-store', 'other-shell']).optional(),
  kept: z.boolean(),
});
export type KeyStoreView = Readonly<z.infer<typeof keyStoreViewSchema>>;

export const KEY_STORE_CALLS = {
  'keyStore.read': procedure(nothing, keyStoreViewSchema),
  /** From the next time on the vault opens without its passphrase. */
  'keyStore.keep': procedure(nothing, keyStoreViewSchema),
  'keyStore.forget': procedure(nothing, keyStoreViewSchema),
  /** Opens the vault with the key that was kept. */
  'keyStore.unlock': procedure(nothing, stationSchema),
} as const;
