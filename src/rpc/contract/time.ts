import { z } from 'zod';
import { countSchema, utcTimeSchema } from '../../core/model/primitives.ts';
import { authorityIdSchema, timestampAuthoritySchema } from '../../core/timestamp/authority.ts';
import { timeSettingsSchema } from '../../core/model/time-settings.ts';
import { nothing, procedure } from './define.ts';

/** A time-stamping authority of the vault, and how it fares in this run of the app. */
export const authorityItemSchema = timestampAuthoritySchema.omit({ roots: true }).extend({
  enabled: z.boolean(),
  /** Certificates that its tokens must lead to. */
  roots: z.array(z.strictObject({ subject: z.string(), sha256: z.string(), validTo: utcTimeSchema })),
  /** Tries since its last valid token. */
  failures: countSchema,
  /** Why the last try failed: an error's code, or those of a refused token, with a blank between them. */
  problem: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  /** Until it is asked by itself again; 0: whenever there is something to ask. */
  waitMs: countSchema,
});

/** Whom the vault asks for the time. */
export const timeViewSchema = z.strictObject({
  authorities: z.array(authorityItemSchema),
  clock: timeSettingsSchema.shape.clock,
  /** False: the setting was written by another release, and nobody is asked. */
  readable: z.boolean(),
  /** A proxy is in force, of the settings or of the system: no time server is asked, only web addresses, through it. */
  proxyInForce: z.boolean(),
  /** How far this station lets the app itself send something: `loopback` and `off` reach no public authority. */
  outbound: z.enum(['any', 'loopback', 'off']),
  /** Requests of this run's cases that have not been answered. */
  pending: countSchema,
});
export type TimeView = Readonly<z.infer<typeof timeViewSchema>>;

/** `host` or `host:port`, an IPv6 address in brackets. */
export const TIME_SERVER = /^(?:\[[0-9a-f:]+\]|[^\s:/@[\]]{1,253})(?::\d{1,5})?$/i;

/** What the station's clock is compared with, in this order. */
const clockSourcesSchema = z.strictObject({
  sntp: z.array(z.string().max(260).regex(TIME_SERVER)).max(10),
  http: timeSettingsSchema.shape.clock.shape.http,
});

const ofAuthority = z.strictObject({ authority: authorityIdSchema });

const namedAuthority = {
  name: z.string().trim().min(1).max(200),
  url: timestampAuthoritySchema.shape.url,
  policy: timestampAuthoritySchema.shape.policy,
};
const rootsPem = z.string().min(1).max(200_000);

export const TIME_CALLS = {
  'time.read': procedure(nothing, timeViewSchema),
  /** `roots`: certificates (PEM) that its tokens must lead to. */
  'time.add-authority': procedure(z.strictObject({ ...namedAuthority, roots: rootsPem }), timeViewSchema),
  /** The same authority under another name, address or policy, or with other certificates; absent `roots` stay. Throws `usage`, `input-unreadable`. */
  'time.change-authority': procedure(ofAuthority.extend({ ...namedAuthority, roots: rootsPem.optional() }), timeViewSchema),
  'time.enable-authority': procedure(ofAuthority.extend({ enabled: z.boolean() }), timeViewSchema),
  /** Its tokens stay; what it has not answered stays pending. */
  'time.remove-authority': procedure(ofAuthority, timeViewSchema),
  'time.change-clock': procedure(clockSourcesSchema, timeViewSchema),
  /** Compares the clock now, as it is done beside a capture. It is told here alone: no log has it. */
  'time.check-clock': procedure(
    nothing,
    z.union([
      z.strictObject({
        state: z.literal('checked'),
        source: z.string(),
        method: z.enum(['sntp', 'http-date']),
        /** Source less station: above zero, the station's clock is behind. */
        offsetMs: z.int(),
        uncertaintyMs: countSchema,
        checkedAt: utcTimeSchema,
      }),
      z.strictObject({ state: z.literal('not-checked'), reason: z.string() }),
    ]),
  ),
  /** Asks all of them at once for what they have not answered, whatever they were given time for. */
  'time.retry': procedure(nothing, timeViewSchema),
} as const;
