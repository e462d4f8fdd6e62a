import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { ReportInput } from '../../src/core/package/report-input.ts';
import type { ReportPrinter } from '../../src/core/ports.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { createReportMaker } from '../../src/reporting/create-report-maker.ts';
import { tempFolder } from './temp-folder.ts';

interface Printed {
  readonly markup: string;
  readonly files: readonly string[];
  /** Sizes of its pictures, by name. */
  readonly pictures: ReadonlyMap<string, { readonly width: number; readonly height: number }>;
}

/** The documents of a report: before they are printed, by the path of the PDF; pages for a screen as they are. */
export async function composeReports(input: ReportInput, signal = new AbortController().signal): Promise<ReadonlyMap<string, Printed>> {
  const printed: Printed[] = [];
  const printer: ReportPrinter = {
    async print({ folder }) {
      const files = readdirSync(folder);
      const pictures = new Map<string, { width: number; height: number }>();
      for (const name of files.filter((file) => file.endsWith('.jpg'))) pictures.set(name, await sharp(join(folder, name)).metadata());
      printed.push({ markup: readFileSync(join(folder, 'index.html'), 'utf8'), files, pictures });
      return new Uint8Array([37]);
    },
  };
  const scratchFolder = join(tempFolder(), 'scratch');
  mkdirSync(scratchFolder);
  const made = new Map<string, Printed>();
  const maker = createReportMaker({ images: createSharpImageCodec(nodeHashing), printer });
  for await (const { path, bytes } of maker.makeReports(input, { scratchFolder, signal })) {
    const last = printed.at(-1);
    if (path.endsWith('.html')) made.set(path, { markup: Buffer.from(bytes).toString(), files: [], pictures: new Map() });
    else if (last !== undefined) made.set(path, last);
  }
  expect(readdirSync(scratchFolder)).toEqual([]);
  return made;
}

/** The first volume. */
export async function composeVolume(input: ReportInput): Promise<Printed> {
  const made = (await composeReports(input)).get(`data/report.${input.language}.v01.pdf`);
  if (made === undefined) throw new Error('no volume');
  return made;
}

/** Text between tags as a reader has it. */
export function textOf(markup: string): string {
  return markup
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}
