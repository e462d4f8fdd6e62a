import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser } from '../../../src/capture/browser/find-browser.ts';
import { thisMachine } from '../../../src/capture/browser/this-machine.ts';
import { createChromiumReportPrinter } from '../../../src/capture/printing/chromium-report-printer.ts';
import { formDocumentSchema, type FormDocument } from '../../../src/core/forms/form-document.ts';
import { createFormMaker } from '../../../src/reporting/forms/create-form-maker.ts';
import { writeFormDocx } from '../../../src/reporting/forms/write/form-docx.ts';
import { buildFormPages } from '../../../src/reporting/forms/write/form-html.ts';
import { writeFormJson } from '../../../src/reporting/forms/write/form-json.ts';
import { writeFormText } from '../../../src/reporting/forms/write/form-text.ts';
import { createTexts } from '../../../src/reporting/texts/texts.ts';
import { makeFormCase, textsOf } from '../../support/form-case.ts';
import { findMissingPrograms, skipAllWithout } from '../../support/needs.ts';
import { findMissingPdfTools, runPdfTool } from '../../support/pdf-tools.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// One form, four shapes: whatever its JSON says is in each of them, and nothing that a page wrote does more there than stand.

const texts = createTexts('en');
const ATTACK = '<script>alert(1)</script>&amp;"\'<w:t>]]>\u0000\u0007\u202Egpj.exe\uD800\uFFFE{{count}}$t(form.title)';
const VISIBLE = '<script>alert(1)</script>&amp;"\'<w:t>]]>[U+0000][U+0007][U+202E]gpj.exe[U+D800][U+FFFE]{{count}}$t(form.title)';
const FORGED = 'Price: 5\nPurpose:\n    arrest\t| seized';

const HOSTILE: FormDocument = {
  format: 'form/v1',
  form: 'acquisition-record',
  language: 'en',
  title: `A title ${ATTACK}`,
  notices: [`A notice ${ATTACK}`],
  practice: true,
  madeAt: '2026-03-03T08:00:00.000Z',
  sections: [
    {
      id: 'one',
      title: `A section ${ATTACK}`,
      blocks: [
        { type: 'text', paragraphs: [`A paragraph ${ATTACK}`, FORGED] },
        {
          type: 'fields',
          fields: [
            { id: 'given', label: 'Purpose', state: 'given', values: [`A value ${ATTACK}`, FORGED, 'ایران – Łódź – 日本'], source: 'x' },
            { id: 'missing', label: 'Nobody filled', state: 'missing', values: [], source: 'x' },
            { id: 'none', label: 'Nothing to fill', state: 'not-applicable', values: [], source: 'x' },
          ],
        },
        { type: 'checks', checks: [{ id: 'check', label: 'A check', answer: 'not-done', values: [`Why ${ATTACK}`], source: 'x' }] },
        {
          type: 'table',
          id: 'table',
          columns: [
            { id: 'a', label: 'First', source: 'x' },
            { id: 'b', label: 'Second', source: 'x' },
          ],
          rows: [
            [`Cell ${ATTACK}`, null],
            [FORGED, '=1+1'],
          ],
        },
      ],
    },
  ],
};

const linesOf = (text: string): readonly string[] => text.split('\r\n');

describe('text', () => {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(writeFormText(texts, HOSTILE));

  it('ends lines as Windows does, breaks none, and holds no control', () => {
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(linesOf(text)).toContain(`    A paragraph ${VISIBLE}`);
  });

  it('lets no value stand where a label, a heading or another cell does', () => {
    const lines = linesOf(text);
    expect(lines.filter((line) => line.startsWith('Purpose:'))).toHaveLength(1);
    expect(lines.filter((line) => line.trim() === 'Purpose:')).toHaveLength(3);
    expect(lines).toContain('2. Price: 5[U+000A]Purpose:[U+000A]    arrest[U+0009][U+007C] seized | =1+1');
    expect(lines).toContain(`1. Cell ${VISIBLE} | [not known]`);
  });

  it('says what nobody filled, what does not apply, and that it is practice', () => {
    const lines = linesOf(text);
    expect(lines.slice(lines.indexOf('Nobody filled:'), lines.indexOf('Nobody filled:') + 4)).toEqual([
      'Nobody filled:',
      '    [to be completed]',
      'Nothing to fill:',
      '    [not applicable in this case]',
    ]);
    expect(lines[0]).toBe('PRACTICE – NOT EVIDENCE');
    expect(lines).toContain('[not done] A check');
  });
});

describe('JSON', () => {
  it('is the form itself, and refuses what is none', () => {
    const fine: FormDocument = { ...HOSTILE, title: 'A title' };
    expect(formDocumentSchema.parse(JSON.parse(new TextDecoder().decode(writeFormJson(fine))))).toEqual(fine);
    expect(() => writeFormJson({ ...fine, title: '' })).toThrow(expect.objectContaining({ code: 'record-invalid' }));
  });
});

describe('markup', () => {
  it('holds no markup of a page', () => {
    const { markup } = buildFormPages(texts, HOSTILE);
    expect(markup).not.toContain('<script');
    expect(markup).not.toContain('\u202E');
    expect(markup.split('&lt;script&gt;alert(1)')).toHaveLength(8);
  });
});

describe('the document for word processors', () => {
  skipAllWithout(findMissingPrograms('docx2txt', 'xmllint', 'unzip'));

  it('is well-formed in every part, holds nothing active, and everything that the form says', async () => {
    const folder = tempFolder();
    const path = join(folder, 'form.docx');
    const bytes = await writeFormDocx(texts, HOSTILE, `2026-118 ${ATTACK}`);
    writeFileSync(path, bytes);
    expect(await writeFormDocx(texts, HOSTILE, `2026-118 ${ATTACK}`)).toEqual(bytes);
    execFileSync('unzip', ['-q', path, '-d', folder]);
    const parts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(xml|rels)$/.test(name));
    expect(parts).toHaveLength(9);
    execFileSync('xmllint', ['--noout', '--nonet', ...parts.map((name) => join(folder, name))]);
    const markup = execFileSync('unzip', ['-p', path], { encoding: 'utf8' });
    expect(markup).not.toMatch(/TargetMode="External"|vbaProject|w:hyperlink|w:object|INCLUDE|DDE|HYPERLINK/);
    // In the head of every page, which that reader leaves out.
    expect(markup).toContain('PRACTICE – NOT EVIDENCE');
    const read = plain(execFileSync('docx2txt', [path, '-'], { encoding: 'utf8' }));
    const missing = textsOf(HOSTILE).filter((one) => !read.includes(plain(one.replaceAll(ATTACK, VISIBLE))));
    expect(missing).toEqual([]);
    for (const words of ['to be completed', 'not applicable in this case', 'not done', 'not known']) expect(read).toContain(plain(words));
  });
});

describe('the forms of a package', () => {
  skipAllWithout(findMissingPdfTools() ?? findMissingPrograms('docx2txt'));

  it('say the same as JSON, text, document and print', async () => {
    const folder = tempFolder();
    const scratchFolder = join(folder, 'scratch');
    mkdirSync(scratchFolder);
    const printer = createChromiumReportPrinter({ findExecutable: () => findBrowser(thisMachine()).path, temporaryFolder: folder });
    const input = await makeFormCase({ language: 'fr', exhibits: 2, input: { caseTitle: `Perroquets <b>&amp;</b> \u202Eécran` } });
    const made = new Map<string, Uint8Array>();
    const signal = new AbortController().signal;
    for await (const { path, bytes } of createFormMaker({ printer }).makeFiles(input, { scratchFolder, signal })) {
      made.set(path.replace('data/forms/', ''), bytes);
      writeFileSync(join(folder, path.replace('data/forms/', '')), bytes);
    }
    const names = ['acquisition-record', 'berkeley-checklist', 'swgde-checklist'];
    const extensions = ['json', 'txt', 'docx', 'pdf'];
    expect([...made.keys()].toSorted()).toEqual(
      names.flatMap((name) => extensions.map((extension) => `${name}.fr.${extension}`)).toSorted(),
    );
    expect(readdirSync(scratchFolder)).toEqual([]);
    for (const name of names) {
      const path = join(folder, `${name}.fr`);
      const form = formDocumentSchema.parse(JSON.parse(new TextDecoder().decode(made.get(`${name}.fr.json`))));
      const pdf = `${path}.pdf`;
      expect(runPdfTool('pdfinfo', pdf)).toMatch(/Tagged:\s+yes/);
      runPdfTool('qpdf', '--check', pdf);
      expect(
        runPdfTool('pdffonts', pdf)
          .split('\n')
          .slice(2)
          .filter((line) => line !== '' && !/ yes (yes|no) +(yes|no) +\d+ +\d+$/.test(line)),
      ).toEqual([]);
      const shapes = {
        text: new TextDecoder().decode(made.get(`${name}.fr.txt`)),
        document: execFileSync('docx2txt', [`${path}.docx`, '-'], { encoding: 'utf8' }),
        // Without what stands at the foot of every page, which falls between the lines of a cell.
        print: runPdfTool('pdftotext', '-raw', pdf, '-').replaceAll(/Dossier 2026-118\s+page \d+ sur \d+/g, ''),
      };
      for (const [shape, read] of Object.entries(shapes)) {
        const seen = plain(read);
        expect([shape, textsOf(form).filter((one) => !seen.includes(plain(one)))]).toEqual([shape, []]);
      }
    }
  });
});

/** Letters and digits alone: readers break words with hyphens, and put other quotation marks and dashes. */
function plain(text: string): string {
  return text.replaceAll('\u202E', 'U+202E').replaceAll(/[^\p{L}\p{N}]/gu, '');
}
