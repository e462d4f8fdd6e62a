/** Random UUID, version 4, lower case. */
export type Uuid = string;

/** Number of a capture attempt and of its exhibit, e.g. `E-0001`: at least four digits, no gaps within a case. */
export type ExhibitNumber = string;

/** Where randomness comes from. Always a parameter. */
export interface Random {
  /** `length` cryptographically random bytes. */
  bytes(length: number): Uint8Array;
  uuid(): Uuid;
}

/** `7` → `E-0007`. */
export function formatExhibitNumber(attempt: number): ExhibitNumber {
  return `E-${String(attempt).padStart(4, '0')}`;
}

/** `E-0007`, `e-7` or `7` → 7; undefined when it is no exhibit number. */
export function parseExhibitNumber(text: string): number | undefined {
  const match = /^(?:[Ee]-?)?0*([1-9][0-9]{0,8})$/.exec(text.trim());
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
