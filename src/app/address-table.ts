import type { CaptureAddress } from './capture-addresses.ts';

/** Names of the column of addresses in tables as people have them, in lower case. */
const COLUMN_NAMES: ReadonlySet<string> = new Set([
  'url',
  'urls',
  'uri',
  'address',
  'web address',
  'link',
  'website',
  'adres',
  'webadres',
  'adresse',
  'lien',
  'page',
  'ad url',
  'listing url',
]);

const SEPARATORS = ['\t', ';', ','] as const;
/** Rows that are looked at to find the column when no header names it. */
const LOOKED_AT = 20;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Addresses of a table of values (RFC 4180; tab, semicolon or comma), one row each, from the column whose header is a name for
 * addresses, or, in a file that says by its name that it is a table, from the first column that holds some. Undefined when the text is
 * no such table: an address may itself have commas in it.
 */
export function parseAddressTable(text: string, fileName: string): readonly CaptureAddress[] | undefined {
  const plain = text.replace(/^\uFEFF/, '');
  const isNamedTable = /\.(?:csv|tsv|tab)$/i.test(fileName);
  for (const separator of SEPARATORS) {
    const rows = parseRows(plain, separator);
    const [header] = rows;
    if (header === undefined) return undefined;
    const named = header.cells.findIndex((cell) => COLUMN_NAMES.has(cell.trim().toLowerCase()));
    const isSplit = header.cells.length > 1;
    // One column alone is a table only with a header.
    if (named >= 0) return addressesOf(rows.slice(1), named, fileName);
    const found = isNamedTable && isSplit ? findColumn(rows) : -1;
    if (found >= 0) return addressesOf(isAddress(header.cells[found]) ? rows : rows.slice(1), found, fileName);
  }
  return undefined;
}

function findColumn(rows: readonly Row[]): number {
  for (const { cells } of rows.slice(0, LOOKED_AT)) {
    const found = cells.findIndex(isAddress);
    if (found >= 0) return found;
  }
  return -1;
}

function isAddress(cell: string | undefined): boolean {
  return /^\s*https?:\/\//i.test(cell ?? '');
}

function addressesOf(rows: readonly Row[], column: number, fileName: string): readonly CaptureAddress[] {
  return rows.flatMap(({ line, cells }) => {
    const url = (cells[column] ?? '').trim();
    return url === '' ? [] : [{ url, from: `${fileName}:${line}` }];
  });
}

/** RFC 4180 section 2; a quote within a cell that does not begin with one is an ordinary character. Blank lines are nothing. */
function parseRows(text: string, separator: string): readonly Row[] {
  const rows: Row[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let startedOn = 1;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some((text) => text.trim() !== '')) rows.push({ line: startedOn, cells });
    cells = [];
    cell = '';
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? '';
    const isLineEnd = character === '\n' || (character === '\r' && text[i + 1] !== '\n');
    if (isLineEnd) line += 1;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === separator) {
      cells.push(cell);
      cell = '';
    } else if (isLineEnd) {
      endRow();
      startedOn = line;
    } else if (character !== '\r') cell += character;
  }
  endRow();
  return rows;
}
