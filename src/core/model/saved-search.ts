import { z } from 'zod';
import { utcTimeSchema } from './primitives.ts';

const words = z.array(z.string().max(4096)).max(1000);

/** What is looked for, as a person set it. An empty list restricts nothing. */
export const savedQuerySchema = z.strictObject({
  text: z.string().max(500),
  /** References of cases. */
  cases: words,
  hosts: words,
  sellers: words,
  species: words,
  states: z.array(z.enum(['open', 'sealed', 'partial', 'failed', 'cancelled', 'interrupted'])),
  /** UTC days. */
  fromDay: z.iso.date().optional(),
  toDay: z.iso.date().optional(),
  sort: z.enum(['newest', 'oldest', 'title', 'host', 'relevance']),
});
export type SavedQuery = Readonly<z.infer<typeof savedQuerySchema>>;

export const savedSearchNameSchema = z.string().trim().min(1).max(120);

/** A search that a person keeps in the vault. Working data of this station, no evidence: no log has it. */
export const savedSearchSchema = z.strictObject({
  id: z.uuid(),
  name: savedSearchNameSchema,
  savedAt: utcTimeSchema,
  query: savedQuerySchema,
});
export type SavedSearch = Readonly<z.infer<typeof savedSearchSchema>>;
