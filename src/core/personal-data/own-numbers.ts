/**
 * Digests, UUIDs, names of key files, the build of the tool (`+0123456789ab`) and alphabets, whole: ours, and nobody's. One UUID in 150 reads as an account
 * number with right check digits, and one key file in 150 as a telephone number. No account number has 32 signs of which all are hexadecimal digits.
 */
const OURS =
  /(?<![0-9a-z])(?:[0-9a-f]{128}|[0-9a-f]{64}|(?<=\d\+)[0-9a-f]{12}|(?<=custody\/keys\/)[0-9a-f]{16}(?=\.)|0123456789(?=abcdef)[a-z]*|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![0-9a-z])/gi;

/** A folded text (`foldText`) without the numbers that packages are known by themselves. */
export function withoutOurs(text: string): string {
  return text.replaceAll(OURS, ' x ');
}
