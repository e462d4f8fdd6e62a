import { toUtf8 } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';
import { type BagVersion, splitTagLines } from './declaration.ts';

/** One line of `bag-info.txt`: labels are read without regard to case and may repeat. */
export type BagInfoField = readonly [label: string, value: string];

/** RFC 8493 2.2.2: label, colon, one blank or tab, value. */
const FIELD = /^([^\s:](?:[^:]*[^\s:])?):[ \t](.*)$/;
/** The drafts let any white space stand around the colon. */
const FIELD_OF_DRAFTS = /^([^\s:](?:[^:]*?[^\s:])?)[ \t]*:[ \t]*(.*)$/;
/** Controls, and what some readers take for the end of a line. */
const BREAKS = /[\p{Cc}\u2028\u2029]/u;

/**
 * The fields of a `bag-info.txt`, in their order. A line that begins with white space goes on with the value before it, after one blank.
 * Throws `record-invalid`.
 */
export function parseBagInfo(text: string, version: BagVersion): readonly BagInfoField[] {
  const form = version === '1.0' ? FIELD : FIELD_OF_DRAFTS;
  const fields: BagInfoField[] = [];
  for (const [i, line] of splitTagLines(text).entries()) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      fields[fields.length - 1] = [last[0], `${last[1]} ${line.trim()}`];
      continue;
    }
    const parts = form.exec(line);
    if (parts === null) throw new PugmarkError('record-invalid', `Line ${i + 1} is no label with a value`);
    fields.push([parts[1] ?? '', parts[2] ?? '']);
  }
  return fields;
}

/**
 * `bag-info.txt` of these fields. Values stand verbatim on one line each: readers disagree about what a folded value is, so nothing is
 * folded. Throws `record-invalid` for what such a line cannot carry: line breaks and other controls, labels with a colon.
 */
export function buildBagInfo(fields: readonly BagInfoField[]): Uint8Array {
  const lines = fields.map(([label, value]) => {
    const line = `${label}: ${value}`;
    if (BREAKS.test(line) || !FIELD.test(line) || label.includes(':')) {
      throw new PugmarkError('record-invalid', `bag-info.txt cannot carry the value of ${JSON.stringify(label)}`);
    }
    return `${line}\n`;
  });
  return toUtf8(lines.join(''));
}

/** Values of a label. */
export function findValues(fields: readonly BagInfoField[], label: string): readonly string[] {
  return fields.filter(([name]) => name.toLowerCase() === label.toLowerCase()).map(([, value]) => value);
}

/** What somebody typed in, so that it makes no line of its own and turns none around. */
export function toOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}
