import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../src/core/package/profiles.ts';
import { PACKAGE_LANGUAGES } from '../../src/core/package/report-input.ts';
import { createFormMaker } from '../../src/reporting/forms/create-form-maker.ts';
import { formDocumentSchema } from '../../src/core/forms/form-document.ts';
import { makeAwkwardCase } from '../support/awkward-case.ts';
import { textsOf } from '../support/form-case.ts';
import { findMissingPrograms, skipAllWithout } from '../support/needs.ts';
import { findMissingPdfTools, runPdfTool } from '../support/pdf-tools.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Every form of every profile in every language, of a case with hostile and with very much data, opened by a word processor that we did not write.

const CONTROL = 'pattern-counts';
/** Several minutes on two cores: each language by one start of the program. */
const CONVERT_MS = 900_000;

describe('documents for word processors', () => {
  skipAllWithout(findMissingPdfTools() ?? findMissingPrograms('soffice'));

  it.each(PACKAGE_LANGUAGES)(
    'open in LibreOffice, whole, in %s',
    async (language) => {
      const folder = tempFolder();
      const said = new Map<string, readonly string[]>();
      for (const profile of PROFILES) {
        const scratchFolder = join(folder, 'scratch');
        mkdirSync(scratchFolder, { recursive: true });
        const input = await makeAwkwardCase(profile, language);
        for await (const { path, bytes } of createFormMaker({}).makeFiles(input, { scratchFolder, signal: new AbortController().signal })) {
          const name = path.slice('data/forms/'.length);
          if (name.endsWith('.json'))
            said.set(name.replace('.json', ''), textsOf(formDocumentSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))));
          if (name.endsWith('.docx')) writeFileSync(join(folder, name), bytes);
        }
      }
      const documents = readdirSync(folder).filter((name) => name.endsWith('.docx'));
      expect(documents.map((name) => name.replace('.docx', '')).toSorted()).toEqual([...said.keys()].toSorted());
      // The control: one whose second half is missing.
      const whole = readFileSync(join(folder, `${CONTROL}.${language}.docx`));
      writeFileSync(join(folder, 'cut.docx'), whole.subarray(0, whole.length / 2));
      convert(folder, [...documents, 'cut.docx']);
      expect(findLost(join(folder, 'cut.pdf'), said.get(`${CONTROL}.${language}`) ?? [])).not.toEqual([]);
      for (const [name, texts] of said) {
        expect([name, findLost(join(folder, `${name}.pdf`), texts)]).toEqual([name, []]);
      }
    },
    CONVERT_MS,
  );
});

/** Texts that the print does not hold: all of them where there is no print. Looked for are short ones in letters of Western Europe: longer ones are broken by the feet of pages, others by their fonts. */
function findLost(pdf: string, texts: readonly string[]): readonly string[] {
  if (!existsSync(pdf)) return texts;
  const read = letters(runPdfTool('pdftotext', '-raw', pdf, '-'));
  return texts.filter((text) => text.length < 40 && /^[ -\u017F\u2010-\u2026]*$/.test(text) && !read.includes(letters(text)));
}

/** A profile of its own: another LibreOffice of the user may be open. */
function convert(folder: string, names: readonly string[]): void {
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  const { status, stderr } = spawnSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...names], {
    cwd: folder,
    encoding: 'utf8',
    timeout: CONVERT_MS,
  });
  if (status === null) throw new Error(`LibreOffice did not end: ${stderr}`);
}

/** Letters and digits alone: words are broken with hyphens at the ends of lines. */
function letters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}
