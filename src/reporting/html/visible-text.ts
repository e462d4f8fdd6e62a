/** A run of ordinary text, or one character that a reader could not see, by its number: `U+202E`. */
export type VisiblePart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'sign'; readonly name: string };

/**
 * Controls, direction marks (the tricks of CVE-2021-42574), signs without a shape, private use, lone halves of pairs. Line feeds and tabs are
 * text; so are the selectors of emoji. Joiners (U+200C, U+200D) belong to scripts and emoji, and count only where a Latin letter or nothing stands beside.
 */
const HIDDEN =
  /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\n\t\p{Join_Control}\p{Variation_Selector}]]|(?<=^|[\p{ASCII}\u00A0-\u024F])\p{Join_Control}|\p{Join_Control}(?=$|[\p{ASCII}\u00A0-\u024F])/gv;

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
  // One step for a pair of halves, so that it stays together.
  const all = Array.from(text);
  return { text: all.slice(0, characters).join(''), leftOut: Math.max(0, all.length - characters) };
}

/** A text for places without markup: every sign that a reader could not see by its number, `[U+202E]`. Holds no control but line feed and tab. */
export function nameHidden(text: string): string {
  return splitVisible(text)
    .map((part) => (part.kind === 'text' ? part.text : `[${part.name}]`))
    .join('');
}
