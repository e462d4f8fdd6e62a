import { z } from 'zod';
import countries from '../../../resources/codes/countries.json' with { type: 'json' };
import purposes from '../../../resources/codes/cites-purposes.json' with { type: 'json' };
import sources from '../../../resources/codes/cites-sources.json' with { type: 'json' };
import terms from '../../../resources/codes/cites-terms.json' with { type: 'json' };
import units from '../../../resources/codes/cites-units.json' with { type: 'json' };

const codeSchema = z.strictObject({
  code: z.string().min(1).max(4),
  /** Short name; terms have an English one only. Absent: no source that could be read says what the code means. */
  label: z.strictObject({ en: z.string().min(1), fr: z.string().min(1).optional(), nl: z.string().min(1).optional() }).optional(),
  /** Units that reports prefer for it, the first before the others. */
  units: z.array(z.string()).optional(),
  /** Met in older data only: not for new statements. */
  isOld: z.boolean().optional(),
});

const codeListSchema = z.strictObject({
  list: z.string(),
  source: z.string(),
  /** Day on which the list was compared with its source. */
  asOf: z.iso.date(),
  codes: z.array(codeSchema).min(1),
});

export type ListedCode = Readonly<z.infer<typeof codeSchema>>;
export type CodeList = Readonly<Omit<z.infer<typeof codeListSchema>, 'codes'>> & { readonly codes: readonly ListedCode[] };

/** Closed lists of codes with their sources and dates; resources/codes. */
export const CODE_LISTS = {
  terms: codeListSchema.parse(terms),
  purposes: codeListSchema.parse(purposes),
  sources: codeListSchema.parse(sources),
  units: codeListSchema.parse(units),
  countries: codeListSchema.parse(countries),
} as const satisfies Readonly<Record<string, CodeList>>;

/** Undefined for a code that the list does not have. */
export function findCode(list: keyof typeof CODE_LISTS, code: string): ListedCode | undefined {
  return CODE_LISTS[list].codes.find((one) => one.code === code);
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** True for a code of ISO 4217 that this runtime knows. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}
