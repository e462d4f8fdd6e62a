import { toUtf8 } from '../../core/digest/encoding.ts';

/** One value of a table; undefined is an empty cell. */
export type CsvValue = string | number | boolean | undefined;

/** A plain decimal number is none that a spreadsheet computes. */
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** With what a spreadsheet begins a formula, also in full width; a blank, a quote or an invisible character before it does not stop all of them. */
const AT_BEGINNING = /^(?=[\s"'\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;

/**
 * Where a spreadsheet of another country, which takes semicolons or tabs for the ends of cells, would see a cell begin: what stands between our
 * commas is then its own line to it, whatever our quotation marks say.
 */
const AFTER_FOREIGN_END = /(?<=[;\t\r\n])(?=[\s"'\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * A table by RFC 4180: CRLF, every cell in quotation marks, UTF-8 with a byte order mark so that spreadsheets read accents. Text of pages and people
 * could begin a formula (`=HYPERLINK(...)`): an apostrophe is put before whatever could, which a spreadsheet shows. What a value is exactly
 * stands in the JSON file beside the table.
 */
export function buildCsv(columns: readonly string[], rows: readonly (readonly CsvValue[])[]): Uint8Array {
  const lines = [columns, ...rows].map((cells) => cells.map((cell) => buildCell(cell)).join(','));
  return toUtf8(`\ufeff${lines.map((line) => `${line}\r\n`).join('')}`);
}

function buildCell(value: CsvValue): string {
  return `"${withoutFormula(String(value ?? '')).replaceAll('"', '""')}"`;
}

/** Text that no spreadsheet takes for a formula, whatever it takes for the end of a cell. */
export function withoutFormula(text: string): string {
  if (NUMBER.test(text)) return text;
  return text.toWellFormed().replaceAll(CONTROLS, '\ufffd').replaceAll(AFTER_FOREIGN_END, "'").replace(AT_BEGINNING, "'");
}
