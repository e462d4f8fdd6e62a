import type { Box } from './rendered-page.ts';

/** Gap between two pieces of one line, in CSS pixels, that a reader takes for a space. */
const VISIBLE_GAP_PX = 1.5;

/** Puts pieces of drawn text together: collapses white space as the layout did and breaks lines where the page breaks them. */
export class TextWriter {
  readonly #parts: string[] = [];
  #pendingLines = 0;
  #pendingSpace = false;
  #pendingTab = false;
  #isEmpty = true;
  #lastCharacter = '';
  #lastBox: Box | undefined;

  /** At least `count` line feeds before the next text; 2 leaves one empty line. */
  breakLine(count: 1 | 2): void {
    this.#pendingLines = Math.max(this.#pendingLines, count);
    this.#pendingSpace = false;
    this.#pendingTab = false;
  }

  /** A line break of the page's own (`br`). */
  newLine(): void {
    this.#pendingLines = Math.min(this.#pendingLines + 1, 2);
    this.#pendingSpace = false;
  }

  /** The next text stands in another cell of the same table row. */
  nextCell(): void {
    this.#pendingTab = true;
    this.#pendingSpace = false;
  }

  /** Text whose white space the layout collapses. */
  collapsed(text: string, lines?: { readonly first: Box; readonly last: Box }): void {
    const words = text.replace(/[ \t\n\f\r]+/g, ' ');
    const inner = words.trim() === '' ? '' : words.replace(/^ | $/g, '');
    if (words.startsWith(' ')) this.#pendingSpace = true;
    if (inner === '') return;
    this.#write(inner, lines);
    if (words.length > 1 && words.endsWith(' ')) this.#pendingSpace = true;
  }

  /** Text whose white space is kept (`pre`, text areas). */
  preserved(text: string, lines?: { readonly first: Box; readonly last: Box }): void {
    const body = text.replace(/\r\n?/g, '\n');
    if (body !== '') this.#write(body, lines);
  }

  toString(): string {
    return this.#isEmpty ? '' : `${this.#parts.join('')}\n`;
  }

  #write(text: string, lines: { readonly first: Box; readonly last: Box } | undefined): void {
    if (!this.#isEmpty) {
      if (this.#pendingLines > 0) this.#parts.push('\n'.repeat(this.#pendingLines));
      else if (this.#pendingTab) this.#parts.push('\t');
      else if (this.#pendingSpace || this.#standsApart(text, lines?.first)) this.#parts.push(' ');
    }
    this.#parts.push(text);
    this.#isEmpty = false;
    this.#pendingLines = 0;
    this.#pendingSpace = false;
    this.#pendingTab = false;
    this.#lastCharacter = text.at(-1) ?? '';
    this.#lastBox = lines?.last;
  }

  /** Two pieces without white space between them that a reader still sees apart (margins, flex gaps, inline boxes that wrapped). */
  #standsApart(text: string, box: Box | undefined): boolean {
    const last = this.#lastBox;
    if (last === undefined || box === undefined || /\s$/.test(this.#lastCharacter)) return false;
    const isSameLine = box.y < last.y + last.height && last.y < box.y + box.height;
    if (isSameLine) return Math.max(box.x - (last.x + last.width), last.x - (box.x + box.width)) > VISIBLE_GAP_PX;
    return isWordCharacter(this.#lastCharacter) && isWordCharacter(text.charAt(0));
  }
}

/** Letters and digits of scripts that put spaces between words. */
function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character) && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(character);
}
