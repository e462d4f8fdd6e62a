import { z } from 'zod';
import { timestampAuthoritySchema } from '../timestamp/authority.ts';
import type { JsonValue } from './primitives.ts';

/** Name of the vault's setting. */
export const TIME_SETTING = 'time';

/** An authority of the vault, and whether it is asked. */
export const vaultAuthoritySchema = timestampAuthoritySchema.extend({ enabled: z.boolean() });
export type VaultAuthority = Readonly<z.infer<typeof vaultAuthoritySchema>>;

/** Whom this vault asks for the time. Nobody is asked whom it does not name. */
export const timeSettingsSchema = z.strictObject({
  format: z.literal('time-settings/v1'),
  authorities: z
    .array(vaultAuthoritySchema)
    .max(10)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, { error: 'two authorities have one id' }),
  /** What the station's clock is compared with, the first that answers: `host` or `host:port` over SNTP, then addresses whose answer has a `Date`. */
  clock: z.strictObject({
    sntp: z.array(z.string().min(1).max(260)).max(10),
    http: z.array(z.url({ protocol: /^https?$/ })).max(10),
  }),
});
export type TimeSettings = Readonly<z.infer<typeof timeSettingsSchema>>;

/** Whom a vault asks that has no such setting. */
export const NO_TIME_SETTINGS: TimeSettings = { format: 'time-settings/v1', authorities: [], clock: { sntp: [], http: [] } };

/**
 * The settings of a vault. A setting that cannot be read is as none: a capture must not fail for it, and nobody may be asked by mistake; `isReadable`
 * says so.
 */
export function readTimeSettings(settings: Readonly<Record<string, JsonValue>>): {
  readonly settings: TimeSettings;
  readonly isReadable: boolean;
} {
  const stored = settings[TIME_SETTING];
  if (stored === undefined) return { settings: NO_TIME_SETTINGS, isReadable: true };
  const parsed = timeSettingsSchema.safeParse(stored);
  return parsed.success ? { settings: parsed.data, isReadable: true } : { settings: NO_TIME_SETTINGS, isReadable: false };
}
