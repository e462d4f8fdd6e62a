import type { ReactNode } from 'react';
import { joinClasses } from './classes.ts';
import styles from './hostile-text.module.css';

// What a page can put into a title or an address to make it look like something else: controls, invisible signs, and
// signs that turn the direction of the text around. Ordinary spaces and line breaks become a space.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\u115F\u1160\u3164\uFFA0]/gu;
/** Joiners that scripts and emoji need. */
const NEEDED = /[\u200C\u200D]/;
const LONGEST = 2000;

interface Piece {
  readonly text: string;
  readonly unseen: boolean;
}

/** The text in pieces: as it is, and names of characters that cannot be seen. */
export function splitHostileText(value: string): readonly Piece[] {
  const text = value.slice(0, LONGEST).replaceAll(/[\t\n\r ]+/g, ' ');
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(UNSEEN)) {
    if (NEEDED.test(sign)) continue;
    if (index > from) pieces.push({ text: text.slice(from, index), unseen: false });
    pieces.push({ text: `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`, unseen: true });
    from = index + sign.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), unseen: false });
  return value.length > LONGEST ? [...pieces, { text: '…', unseen: true }] : pieces;
}

/** The same text for the clipboard: what cannot be seen by its number, lines as they are. Nothing is cut. */
export function nameUnseen(value: string): string {
  return value.replaceAll(UNSEEN, (sign) =>
    NEEDED.test(sign) || sign === '\n' || sign === '\t'
      ? sign
      : `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

/**
 * Text that a page or another stranger wrote: a title, an address, a name. Shown as text alone, in its own direction, with
 * what cannot be seen made visible. `lines`: cut after so many lines, the whole stays in the title; `exact`: for addresses.
 */
export function HostileText({
  text,
  lines,
  exact = false,
}: {
  readonly text: string;
  readonly lines?: 1 | 2;
  readonly exact?: boolean;
}): ReactNode {
  const pieces = splitHostileText(text);
  const whole = pieces.map((piece) => (piece.unseen ? `[${piece.text}]` : piece.text)).join('');
  return (
    <bdi
      className={joinClasses(styles['text'], exact && styles['exact'], lines === 1 && styles['oneLine'], lines === 2 && styles['twoLines'])}
      {...(exact ? { dir: 'ltr' } : {})}
      {...(lines === undefined ? {} : { title: whole })}
    >
      {pieces.map((piece, i) =>
        piece.unseen ? (
          <span key={i} className={joinClasses(styles['unseen'])}>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
