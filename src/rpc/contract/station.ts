import { z } from 'zod';
import { countSchema } from '../../core/model/primitives.ts';
import { nothing, procedure } from './define.ts';

export const LANGUAGES = ['en', 'fr', 'nl'] as const;
export const THEMES = ['system', 'light', 'dark'] as const;

/** Settings of this station's app: nothing of them changes what a record means, what does is asked per case or per capture. */
export const settingsSchema = z.strictObject({
  language: z.enum(LANGUAGES),
  theme: z.enum(THEMES),
  /** Captures side by side in a batch. */
  concurrency: z.int().min(1).max(8),
  /** Print each page to a PDF. */
  print: z.boolean(),
  /** `http://`, `https://` or `socks5://` host:port for the evidence browser; empty: none. */
  proxy: z.string().max(300),
  /** BCP 47: the language in which pages are asked for; empty: the system's. */
  pageLanguage: z.string().max(35),
});
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

export const stationSchema = z.strictObject({
  shell: z.enum(['electron', 'workstation']),
  version: z.string(),
  /** SHA-256 over the sources. */
  toolDigest: z.string(),
  /** `none`: no vault in the folder; `locked`: its passphrase is asked for; `busy`: another program writes in it. */
  vault: z.enum(['none', 'locked', 'open', 'busy']),
  vaultFolder: z.string(),
  agency: z.string().optional(),
  operator: z.string().optional(),
  /** What the last opening of the vault found, for one notice: captures cut short, another copy, another place. */
  opening: z
    .strictObject({ interrupted: z.array(z.string()), exportsEnded: countSchema, restored: z.boolean(), moved: z.boolean() })
    .optional(),
  /** Product and version of the browser that will be used; absent when none was found. */
  browser: z.string().optional(),
  /** Whether the practice market runs, and its front page. */
  practiceUrl: z.string().optional(),
});
export type Station = Readonly<z.infer<typeof stationSchema>>;

export const STATION_CALLS = {
  'station.read': procedure(nothing, stationSchema),
  'settings.read': procedure(nothing, settingsSchema),
  'settings.change': procedure(settingsSchema.partial(), settingsSchema),
  'vault.create': procedure(
    z.strictObject({
      serviceNumber: z.string().min(1).max(200),
      agency: z.string().min(1).max(200),
      passphrase: z.string().min(1).max(1000),
      /** age recipient of the agency, `age1...`. */
      recovery: z.string().max(4000).optional(),
      /** A code of `vault.recoveryCode` that a person has kept. */
      recoveryCode: z.string().max(100).optional(),
      /** Nobody shall be able to open the vault without the passphrase. */
      noRecovery: z.boolean().default(false),
      /** Databases and objects are encrypted; this takes a recovery, or its refusal. */
      encrypt: z.boolean().default(true),
      /** False: name no time-stamping authorities and time sources in it, so that nobody is asked for the time. */
      timeStamps: z.boolean().optional(),
    }),
    stationSchema,
  ),
  /** A new code, to be shown once and kept on paper before the vault is made with it. It is kept nowhere. */
  'vault.recoveryCode': procedure(nothing, z.strictObject({ code: z.string() })),
  'vault.unlock': procedure(z.strictObject({ passphrase: z.string().max(1000) }), stationSchema),
  /** By what a locked vault can be recovered. */
  'vault.recoveries': procedure(nothing, z.strictObject({ kinds: z.array(z.enum(['code', 'key'])) })),
  /**
   * A new passphrase for a vault whose own was lost, by the printed code or by the text of the agency's key file, and the vault is opened. Errors of the
   * recovery say which in `details.recovery` (core/recovery-problems.ts). Throws as `Vaults.changePassphrase`.
   */
  'vault.recover': procedure(
    z.strictObject({
      by: z.union([z.strictObject({ code: z.string().max(200) }), z.strictObject({ keyFile: z.string().max(100_000) })]),
      newPassphrase: z.string().min(1).max(1000),
    }),
    stationSchema,
  ),
  'vault.lock': procedure(nothing, stationSchema),
  /** Starts the practice market and opens its case. */
  'practice.start': procedure(nothing, z.strictObject({ url: z.string(), case: z.string() })),
  'practice.stop': procedure(nothing, nothing),
} as const;
