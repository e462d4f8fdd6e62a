import { z } from 'zod';
import { HANDLING_CODES } from '../statements/codes.ts';

/** Handling codes of Europol's exchange, proposed for a whole package; `text` is what H3 demands. */
export const packageHandlingSchema = z
  .strictObject({
    codes: z.array(z.enum(HANDLING_CODES)).min(1).max(HANDLING_CODES.length),
    text: z.string().trim().min(1).max(2000).exactOptional(),
  })
  .refine(({ codes }) => new Set(codes).size === codes.length, 'each code once')
  .refine(({ codes, text }) => !codes.includes('H3') || text !== undefined, 'H3 needs a text that says the restriction');
export type PackageHandling = Readonly<z.infer<typeof packageHandlingSchema>>;
