import { z } from 'zod';
import { savedQuerySchema, savedSearchNameSchema, savedSearchSchema } from '../../core/model/saved-search.ts';
import { nothing, procedure } from './define.ts';

const all = z.array(savedSearchSchema);
const ofSearch = z.strictObject({ search: z.uuid() });

/** Searches that a person keeps in the vault; each call gives all of them, in the order of saving. A name stands for one alone (`usage`). */
export const SEARCH_CALLS = {
  'searches.list': procedure(nothing, all),
  'searches.save': procedure(z.strictObject({ name: savedSearchNameSchema, query: savedQuerySchema }), all),
  'searches.rename': procedure(ofSearch.extend({ name: savedSearchNameSchema }), all),
  'searches.remove': procedure(ofSearch, all),
} as const;
