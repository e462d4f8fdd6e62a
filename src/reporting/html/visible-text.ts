/** A run of ordinary text, or one character that a reader could not see, by its number: `U+202E`. */
export type VisiblePart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'sign'; readonly name: string };

/**
 * Controls, direction marks (the tricks of CVE-2021-42574), invisible and filling signs, tags, private use, lone halves of pairs. Line feeds,
 * tabs and ordinary spaces are text. Joiners (U+200C, U+200D) belong to scripts and emoji, and count only where a Latin letter or nothing stands beside.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\uFFFE\uFFFF\p{Cs}\p{Co}\u{E0000}-\u{E0FFF}]|(?<=^|[\u0000-\u024F])[\u200C\u200D]|[\u200C\u200D](?=$|[\u0000-\u024F])/gu;

/** Cuts a text into what can be seen and what has to be named to be seen. Line ends of all systems become one line feed. */
export function splitVisible(text: string): readonly VisiblePart[] {
  const clean = text.replaceAll(/\r\n?/g, '\n');
  const parts: VisiblePart[] = [];
  let from = 0;
  for (const match of clean.matchAll(HIDDEN)) {
    if (match.index > from) parts.push({ kind: 'text', text: clean.slice(from, match.index) });
    const code = match[0].codePointAt(0) ?? 0;
    parts.push({ kind: 'sign', name: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` });
    from = match.index + match[0].length;
  }
  if (from < clean.length) parts.push({ kind: 'text', text: clean.slice(from) });
  return parts;
}

/** At most `characters` of a text, never half a pair; and how many are left out. */
export function cutText(text: string, characters: number): { readonly text: string; readonly leftOut: number } {
  if (text.length <= characters) return { text, leftOut: 0 };
  const shown = [...text.slice(0, characters * 2)].slice(0, characters).join('');
  return { text: shown, leftOut: [...text].length - [...shown].length };
}
