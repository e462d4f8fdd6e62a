import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { utcTimeSchema } from './primitives.ts';

/** A unit that packages are handed over to, as it stands in the register of a vault (docs/formats/vault.md, "Recipients"). */
export const recipientSchema = z.strictObject({
  format: z.literal('recipient/v1'),
  id: z.uuid(),
  unit: z.string().min(1).max(200),
  person: z.string().min(1).max(200).exactOptional(),
  /** age recipient, `age1...`: packages are encrypted to it. */
  ageKey: z.string().min(1).max(4000),
  /** Fingerprint of the identity key of the station that signs its receipts. */
  receiptKey: sha256DigestSchema.exactOptional(),
  /** How it was made sure that these keys are theirs. */
  checkedHow: z.string().min(1).max(1000),
  /** Claimed time of the station. */
  checkedAt: utcTimeSchema,
});
export type Recipient = Readonly<z.infer<typeof recipientSchema>>;

export type NewRecipient = Pick<Recipient, 'unit' | 'person' | 'ageKey' | 'receiptKey' | 'checkedHow'>;

/** `recipient-list/v1`: the register as the command line prints it. */
export const recipientListSchema = z.strictObject({ format: z.literal('recipient-list/v1'), recipients: z.array(recipientSchema) });

/** How a person calls it: the unit, and the person where one is named. */
export function nameOfRecipient({ unit, person }: Pick<Recipient, 'unit' | 'person'>): string {
  return person === undefined ? unit : `${unit}, ${person}`;
}

/**
 * All that a name or an id can mean: the id, the unit, the person, or both as `nameOfRecipient` writes them; capitals do not matter. More than
 * one when several people of a unit are in the register.
 */
export function findRecipients(all: readonly Recipient[], name: string): readonly Recipient[] {
  const wanted = plain(name);
  const exact = all.filter((one) => one.id === wanted || plain(nameOfRecipient(one)) === wanted);
  if (exact.length > 0) return exact;
  return all.filter(({ unit, person }) => plain(unit) === wanted || (person !== undefined && plain(person) === wanted));
}

function plain(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}
