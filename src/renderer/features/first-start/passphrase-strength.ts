export type Strength = 'none' | 'weak' | 'fair' | 'good';

export const SHORTEST_PASSPHRASE = 8;

/**
 * A rough hint from the length, the words and the different characters alone. It knows no dictionary and no saying, and its
 * words say so: a known text is weak at any length.
 */
export function judgePassphrase(passphrase: string): Strength {
  if (passphrase === '') return 'none';
  const signs = Array.from(passphrase);
  const different = new Set(signs).size;
  const words = new Set(
    passphrase
      .toLowerCase()
      .split(/[\s\-_.,]+/)
      .filter((word) => word.length > 2),
  ).size;
  if (signs.length < 12 || different < 6) return 'weak';
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}\s]/u].filter((kind) => kind.test(passphrase)).length;
  return (words >= 4 && signs.length >= 20) || (signs.length >= 16 && different >= 11 && kinds >= 3) ? 'good' : 'fair';
}
