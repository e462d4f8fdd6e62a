/**
 * Characters with which text from a page could take hold of a terminal or lie about its order: C0 and C1 controls (escape
 * sequences begin with one), line separators, bidirectional controls, invisible joiners and tags, the byte order mark.
 */
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * One line of text that a terminal shows as it stands: unsafe characters become `\u{..}`, lone surrogates U+FFFD.
 * Cut after `maxCharacters` with an ellipsis.
 */
export function forTerminal(text: string, maxCharacters = 2_000): string {
  const safe = text.toWellFormed().replaceAll(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  const characters = Array.from(safe);
  return characters.length <= maxCharacters ? safe : `${characters.slice(0, maxCharacters - 1).join('')}…`;
}

/**
 * JSON that is as safe on a terminal: the same characters as JSON escapes, which every reader turns back.
 * Unsafe characters stand inside strings only, so that the document stays what it was.
 */
export function buildTerminalJson(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2);
  return json.replaceAll(UNSAFE, (character) => (character === '\n' ? character : escapeUnits(character)));
}

function escapeUnits(text: string): string {
  return Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
