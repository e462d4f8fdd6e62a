import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/capture/browser/find-browser.ts';
import { thisMachine } from '../../src/capture/browser/this-machine.ts';
import { createChromiumReportPrinter } from '../../src/capture/printing/chromium-report-printer.ts';
import { PACKAGE_LANGUAGES, type ReportInput } from '../../src/core/package/report-input.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { createReportMaker } from '../../src/reporting/create-report-maker.ts';
import { findDestinations } from '../../src/reporting/write/find-destinations.ts';
import { skipAllWithout } from '../support/needs.ts';
import { findMissingPdfTools, runPdfTool } from '../support/pdf-tools.ts';
import { makeReportCase } from '../support/report-case.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { isLongTier } from '../support/tier.ts';

// A report as a receiver has it: read back by programs that know nothing of how it was made.

async function makePdfs(input: ReportInput): Promise<readonly string[]> {
  const folder = tempFolder();
  const scratchFolder = join(folder, 'scratch');
  mkdirSync(scratchFolder);
  const printer = createChromiumReportPrinter({ findExecutable: () => findBrowser(thisMachine()).path, temporaryFolder: folder });
  const paths: string[] = [];
  const signal = new AbortController().signal;
  for await (const file of createReportMaker({ images: createSharpImageCodec(nodeHashing), printer }).makeReports(input, {
    scratchFolder,
    signal,
  })) {
    if (!file.path.endsWith('.pdf')) continue;
    const path = join(folder, file.path.replace('data/', ''));
    writeFileSync(path, file.bytes);
    paths.push(path);
  }
  return paths;
}

const LANGUAGE_TAGS = { en: 'en-GB', fr: 'fr', nl: 'nl' };
const PAGE_WORDS = { en: /page (\d+) of (\d+)/g, fr: /page (\d+) sur (\d+)/g, nl: /pagina (\d+) van (\d+)/g };
const BANNERS = { en: 'PRACTICE – NOT EVIDENCE', fr: 'EXERCICE – NE CONSTITUE PAS UNE PREUVE', nl: 'OEFENING – GEEN BEWIJS' };

describe('the report as PDF', () => {
  skipAllWithout(findMissingPdfTools());

  // One language in the short tier: what is behind all is the same code, and their texts are read in test/reporting.
  it.each(isLongTier() ? PACKAGE_LANGUAGES : (['fr'] as const))(
    'is whole, tagged, in its language, with its own fonts: %s',
    async (language) => {
      const title = 'Жако – χελώνα – Łódź – तोता';
      const page = { title, meta: [], openGraph: [], jsonLd: [], microdata: [] };
      const input = await makeReportCase({ language, exhibits: 2, practice: true, observation: { page } });
      const paths = await makePdfs(input);
      expect(paths).toHaveLength(2);
      for (const path of paths) {
        runPdfTool('qpdf', '--check', path);
        const info = runPdfTool('pdfinfo', path);
        expect(info).toMatch(/Tagged:\s+yes/);
        expect(info).toMatch(/JavaScript:\s+no/);
        expect(info).toMatch(/\(A4\)/);
        expect(info).toMatch(/Title:\s+\S.* – 2026-118/);
        const fonts = runPdfTool('pdffonts', path).trim().split('\n').slice(2);
        expect(fonts.filter((line) => !/ yes (yes|no) +(yes|no) +\d+ +\d+$/.test(line))).toEqual([]);
        expect(fonts.filter((line) => !line.includes('NotoSans'))).toEqual([]);
        const objects = runPdfTool('qpdf', '--qdf', '--object-streams=disable', path, '-');
        expect(objects).toContain(`/Lang (${LANGUAGE_TAGS[language]})`);
        expect(objects).toContain('/Outlines');
        expect(objects).not.toMatch(/\/S \/(URI|JavaScript|Launch)/);
        const ranks = [...runPdfTool('pdfinfo', '-struct', path).matchAll(/^\s*H(\d)\b/gm)].map(([, rank]) => Number(rank));
        expect(ranks[0]).toBe(1);
        expect(ranks.filter((rank, index) => rank > (ranks[index - 1] ?? 1) + 1)).toEqual([]);
        const text = runPdfTool('pdftotext', path, '-');
        expect(text.replaceAll(/\s+/g, ' ')).toContain(title);
        const pages = Number(/Pages:\s+(\d+)/.exec(info)?.[1]);
        const numbers = [...text.matchAll(PAGE_WORDS[language])].map(([, page, count]) => [Number(page), Number(count)]);
        expect(numbers).toEqual(Array.from({ length: pages }, (_, index) => [index + 1, pages]));
        expect(text.split(BANNERS[language])).toHaveLength(pages + 1);
      }
      const [volume = '', summary = ''] = paths;
      expect(runPdfTool('pdfinfo', summary)).toMatch(/Pages:\s+1$/m);
      const text = runPdfTool('pdftotext', volume, '-');
      // The page that a summary names for an exhibit is the one where it begins.
      const places = findDestinations(readFileSync(volume))?.pages ?? new Map<string, number>();
      expect([...places.keys()]).toEqual(input.exhibits.map(({ exhibit }) => exhibit));
      for (const [exhibit, page] of places) {
        const onPage = runPdfTool('pdftotext', '-f', String(page), '-l', String(page), volume, '-');
        expect(onPage).toContain(exhibit);
        expect(onPage).toContain(
          input.exhibits.find((one) => one.exhibit === exhibit)?.digest.slice('sha256:'.length, 'sha256:'.length + 16),
        );
      }
      for (const { exhibit, artifacts } of input.exhibits) {
        expect(text).toContain(exhibit);
        const digits = text.replaceAll(/\s+/g, '');
        expect(artifacts.filter(({ sha256 }) => !digits.includes(sha256.slice('sha256:'.length)))).toEqual([]);
      }
    },
  );
});
