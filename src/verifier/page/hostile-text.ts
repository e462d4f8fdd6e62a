import { make } from './elements.ts';

// Controls, invisible signs, and signs that turn the direction of the text around. Ordinary spaces and line breaks become a space.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\u115F\u1160\u3164\uFFA0]/gu;
/** Joiners that scripts and emoji need. */
const NEEDED = /[\u200C\u200D]/;
const LONGEST = 2_000;

/**
 * Text that a page or another stranger wrote: shown as text alone, in its own direction, with what cannot be seen made visible. `exact`: for
 * addresses, paths and digests.
 */
export function makeHostileText(value: string, exact = false): HTMLElement {
  const text = value.slice(0, LONGEST).replaceAll(/[\t\n\r ]+/g, ' ');
  const whole = make('bdi', { class: exact ? 'exact' : 'foreign', ...(exact ? { dir: 'ltr' } : {}) });
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(UNSEEN)) {
    if (NEEDED.test(sign)) continue;
    whole.append(text.slice(from, index));
    whole.append(make('span', { class: 'unseen' }, `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`));
    from = index + sign.length;
  }
  whole.append(text.slice(from), value.length > LONGEST ? ' …' : '');
  return whole;
}
