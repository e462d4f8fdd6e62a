import { z } from 'zod';

/** What the supervisor says to the process of the engine. Over the channel of `fork`: secrets are on no command line and in no environment. */
export const toEngineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('start'),
    port: z.int().min(0).max(65_535),
    secret: z.string().min(40),
    vaultFolder: z.string(),
    stateFolder: z.string(),
    rendererFolder: z.string(),
    /** URL of the module that exports `startEngine`. */
    engineModule: z.string(),
  }),
  z.strictObject({ kind: z.literal('redeemed'), id: z.int(), isGood: z.boolean() }),
  z.strictObject({ kind: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

/** What the process of the engine says. */
export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listening'), port: z.int() }),
  /** Could not start; the process ends. */
  z.strictObject({ kind: z.literal('failed'), message: z.string(), isPortTaken: z.boolean() }),
  /** A one-time token: the supervisor knows which are good, so that none is good twice, whatever becomes of the engine. */
  z.strictObject({ kind: z.literal('redeem'), id: z.int(), token: z.string() }),
  z.strictObject({ kind: z.literal('warning'), message: z.string() }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
