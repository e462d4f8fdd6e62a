import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormDocument } from '../../core/forms/form-document.ts';
import type { FormInput } from '../../core/forms/form-input.ts';
import type { ReportFile } from '../../core/package/report-input.ts';
import type { PackageFileMaker, ReportPrinter } from '../../core/ports.ts';
import type { MakingOptions } from '../../core/report-ports.ts';
import { buildDocument } from '../document.ts';
import { copyFonts } from '../fonts.ts';
import { createTexts } from '../texts/texts.ts';
import { buildForms } from './build-forms.ts';
import { writeFormDocx } from './write/form-docx.ts';
import { buildFormPages } from './write/form-html.ts';
import { writeFormJson } from './write/form-json.ts';
import { writeFormText } from './write/form-text.ts';

const RESOURCES = join(import.meta.dirname, '..', '..', '..', 'resources', 'report');

/**
 * Writes every form of the profile of a package in all its shapes: `data/forms/<form>.<language>.json`, `.txt`, `.docx` and, with a printer, `.pdf`. All
 * say the same; without a printer there is no PDF. The same input gives the same bytes, but for what the printer adds.
 */
export function createFormMaker(ports: { readonly printer?: ReportPrinter }): PackageFileMaker {
  return { makeFiles: (input, options) => makeFiles(ports.printer, input, options) };
}

async function* makeFiles(printer: ReportPrinter | undefined, input: FormInput, options: MakingOptions): AsyncGenerator<ReportFile> {
  const texts = createTexts(input.language);
  const forms = await buildForms(input.seal.profile, input, options.signal);
  for (const [index, form] of forms.entries()) {
    options.signal.throwIfAborted();
    const path = `data/forms/${form.form}.${form.language}`;
    yield { path: `${path}.json`, bytes: writeFormJson(form) };
    yield { path: `${path}.txt`, bytes: writeFormText(texts, form) };
    yield { path: `${path}.docx`, bytes: await writeFormDocx(texts, form, input.seal.case.reference) };
    if (printer !== undefined) yield { path: `${path}.pdf`, bytes: await printForm(printer, form, input, options) };
    options.onProgress?.({ done: index + 1, total: forms.length });
  }
}

/** As a report is printed: from a folder of its own, which is gone afterwards. */
async function printForm(printer: ReportPrinter, form: FormDocument, input: FormInput, options: MakingOptions): Promise<Uint8Array> {
  const folder = join(options.scratchFolder, form.form);
  await mkdir(folder);
  try {
    const texts = createTexts(form.language);
    const { reference } = input.seal.case;
    const fontFaces = await copyFonts(folder);
    const styles = await Promise.all(['report.css', 'form.css'].map((name) => readFile(join(RESOURCES, name), 'utf8')));
    const frame = {
      title: `${form.title} – ${reference}`,
      reference,
      exhibits: [],
      practice: form.practice,
      fontFaces,
      styleSheet: styles.join('\n'),
    };
    await writeFile(join(folder, 'index.html'), buildDocument(texts, frame, buildFormPages(texts, form)).markup);
    return await printer.print({ folder, title: form.title, signal: options.signal });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
