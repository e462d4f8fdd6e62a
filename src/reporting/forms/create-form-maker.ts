import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormDocument } from '../../core/forms/form-document.ts';
import type { FormInput } from '../../core/forms/form-input.ts';
import type { ReportFile } from '../../core/package/report-input.ts';
import type { FormPrinter, PackageFileMaker } from '../../core/ports.ts';
import type { MakingOptions } from '../../core/report-ports.ts';
import { buildDocument } from '../document.ts';
import { copyFonts } from '../fonts.ts';
import { createTexts, type Texts } from '../texts/texts.ts';
import { buildForms } from './build-forms.ts';
import { CITES_COLUMNS } from './cites-rows.ts';
import { writeFormCsv } from './write/form-csv.ts';
import { writeFormDocx } from './write/form-docx.ts';
import { buildFormPages } from './write/form-html.ts';
import { writeFormJson } from './write/form-json.ts';
import { writeFormText } from './write/form-text.ts';

const RESOURCES = join(import.meta.dirname, '..', '..', '..', 'resources', 'report');

/**
 * Writes every form of the profile of a package in all its shapes: `data/forms/<form>.<language>.json`, `.txt`, `.docx` and, with a printer, `.pdf`. All
 * say the same; without a printer there is no PDF. The rows for CITES come as `cites-rows.csv` too. The same input gives the same bytes, but for what the printer adds.
 */
export function createFormMaker(ports: { readonly printer?: FormPrinter }): PackageFileMaker {
  return { makeFiles: (input, options) => makeFiles(ports.printer, input, options) };
}

async function* makeFiles(printer: FormPrinter | undefined, input: FormInput, options: MakingOptions): AsyncGenerator<ReportFile> {
  const texts = createTexts(input.language);
  const forms = await buildForms(input.seal.profile, input, options.signal);
  for (const form of forms) {
    options.signal.throwIfAborted();
    yield { path: pathOf(form, 'json'), bytes: writeFormJson(form) };
    yield { path: pathOf(form, 'txt'), bytes: writeFormText(texts, form) };
    yield { path: pathOf(form, 'docx'), bytes: await writeFormDocx(texts, form, referenceFor(input)) };
    if (form.form === 'cites-rows') yield { path: 'data/forms/cites-rows.csv', bytes: writeFormCsv(form, CITES_COLUMNS) };
  }
  if (printer !== undefined && forms.length > 0) yield* printForms(printer, { texts, input, forms }, options);
}

/** A platform may show what it gets to the seller, and counts go to anybody: they do not learn which case this is. */
function referenceFor({ seal }: FormInput): string | undefined {
  return seal.profile === 'platform' || seal.profile === 'pattern' ? undefined : seal.case.reference;
}

function pathOf({ form, language }: FormDocument, extension: string): string {
  return `data/forms/${form}.${language}.${extension}`;
}

interface Printing {
  readonly texts: Texts;
  readonly input: FormInput;
  readonly forms: readonly FormDocument[];
}

/** As a report is printed: each from a folder of its own, which is gone afterwards. */
async function* printForms(printer: FormPrinter, printing: Printing, options: MakingOptions): AsyncGenerator<ReportFile> {
  const { forms } = printing;
  const styles = await Promise.all(['report.css', 'form.css'].map((name) => readFile(join(RESOURCES, name), 'utf8')));
  const folders = forms.map(({ form }) => join(options.scratchFolder, form));
  try {
    for (const [index, form] of forms.entries())
      await compose(printing, form, { folder: folders[index] ?? '', styleSheet: styles.join('\n') });
    const documents = forms.map(({ title }, index) => ({ folder: folders[index] ?? '', title }));
    let done = 0;
    for await (const bytes of printer.printEach({ documents, signal: options.signal })) {
      const form = forms[done];
      if (form === undefined) break;
      yield { path: pathOf(form, 'pdf'), bytes };
      done += 1;
      options.onProgress?.({ done, total: forms.length });
    }
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function compose(
  { texts, input }: Printing,
  form: FormDocument,
  { folder, styleSheet }: { readonly folder: string; readonly styleSheet: string },
): Promise<void> {
  await mkdir(folder);
  const reference = referenceFor(input);
  const fontFaces = await copyFonts(folder);
  const frame = {
    title: [form.title, reference].filter(Boolean).join(' – '),
    reference,
    exhibits: [],
    practice: form.practice,
    fontFaces,
    styleSheet,
  };
  await writeFile(join(folder, 'index.html'), buildDocument(texts, frame, buildFormPages(texts, form)).markup);
}
