import { copyFile, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Scripts that Noto Sans has letters for; for others, the fonts of the machine. */
const SUBSETS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese', 'devanagari'];
const WEIGHTS = ['400', '600'];

/** Puts the fonts of a report into the folder that is printed. Returns the rules by which the document finds them. */
export async function copyFonts(folder: string): Promise<string> {
  const sheet = fileURLToPath(import.meta.resolve('@fontsource/noto-sans/index.css'));
  const root = dirname(sheet);
  const ranges = parseRanges(await readFile(join(root, 'unicode.json'), 'utf8'));
  const rules: string[] = [];
  for (const subset of SUBSETS) {
    const range = ranges[subset];
    if (range === undefined) continue;
    for (const weight of WEIGHTS) {
      const file = join(root, 'files', `noto-sans-${subset}-${weight}-normal.woff2`);
      await copyFile(file, join(folder, basename(file)));
      rules.push(
        `@font-face { font-family: "Report Sans"; font-weight: ${weight}; src: url("${basename(file)}") format("woff2"); unicode-range: ${range}; }`,
      );
    }
  }
  return rules.join('\n');
}

function parseRanges(text: string): Readonly<Record<string, string>> {
  const ranges: unknown = JSON.parse(text);
  if (typeof ranges !== 'object' || ranges === null) throw new Error('Noto Sans does not say which letters its files have');
  return Object.fromEntries(Object.entries(ranges).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
