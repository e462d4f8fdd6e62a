import type { Hashing } from './digest/digest.ts';
import { toUtf8 } from './digest/encoding.ts';
import type { Random } from './ids.ts';
import { recoveryError } from './recovery-problems.ts';

/** Crockford's base 32: no I, L, O, U, so that what is read from paper is read in one way. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 130 random bits. */
const RANDOM_SYMBOLS = 26;
/** Ten bits: of 1,024 slips of the pen one is not seen. */
const CHECK_SYMBOLS = 2;
const GROUP = 4;

/** A new code that opens a vault whose passphrase is lost: seven groups of four, the last two symbols check the others. */
export function makeRecoveryCode(hashing: Pick<Hashing, 'sha256'>, random: Pick<Random, 'bytes'>): string {
  const symbols = [...random.bytes(RANDOM_SYMBOLS)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
  return format(symbols + checkOf(hashing, symbols));
}

/**
 * The code as it was shown, from what a person typed: case, spaces and dashes do not matter, O is 0, I and L are 1.
 * Throws `usage` for what no code can be, so that a slip is not taken for the wrong code.
 */
export function parseRecoveryCode(hashing: Pick<Hashing, 'sha256'>, typed: string): string {
  const symbols = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const random = symbols.slice(0, RANDOM_SYMBOLS);
  const isWhole = symbols.length === RANDOM_SYMBOLS + CHECK_SYMBOLS && Array.from(symbols).every((symbol) => ALPHABET.includes(symbol));
  if (!isWhole)
    throw recoveryError(
      'usage',
      'code-form',
      `A recovery code has ${RANDOM_SYMBOLS + CHECK_SYMBOLS} letters and digits in groups of ${GROUP}`,
    );
  if (symbols.slice(RANDOM_SYMBOLS) !== checkOf(hashing, random))
    throw recoveryError('usage', 'code-mistyped', 'The recovery code was mistyped: compare it with the paper, group by group');
  return format(symbols);
}

/** Ten bits of SHA-256 over the random symbols. */
function checkOf(hashing: Pick<Hashing, 'sha256'>, symbols: string): string {
  const [first = 0, second = 0] = hashing.sha256(toUtf8(`pugmark recovery-code v1\n${symbols}\n`));
  return `${ALPHABET[first % ALPHABET.length] ?? ''}${ALPHABET[second % ALPHABET.length] ?? ''}`;
}

function format(symbols: string): string {
  return symbols.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? symbols;
}
