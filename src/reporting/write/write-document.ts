import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportPrinter } from '../../core/ports.ts';
import { buildDocument, type DocumentFrame } from '../document.ts';
import { copyFonts } from '../fonts.ts';
import type { Html } from '../html/html.ts';
import type { ReportContext } from '../report-context.ts';

const RESOURCES = join(import.meta.dirname, '..', '..', '..', 'resources', 'report');

/** The sheets of both media. */
export interface StyleSheets {
  readonly paper: string;
  /** Laid over the one for paper, whose rules hold when someone prints the file. */
  readonly screen: string;
}

export async function readStyleSheets(): Promise<StyleSheets> {
  const [report = '', form = '', screen = ''] = await Promise.all(
    ['report.css', 'form.css', 'screen.css'].map((name) => readFile(join(RESOURCES, name), 'utf8')),
  );
  return { paper: `${report}\n${form}`, screen };
}

/** What a document is called and what stands on each of its pages. */
export type DocumentNames = Pick<DocumentFrame, 'title' | 'exhibits' | 'volume'>;

interface Writing {
  readonly context: ReportContext;
  /** Holds the pictures of the document; `index.html` and fonts are put there for the printer. */
  readonly folder: string;
  readonly styles: StyleSheets;
  readonly names: DocumentNames;
  readonly body: Html;
}

/** Prints a document. Throws as the printer. */
export async function writePdf(
  { context, folder, styles, names, body }: Writing,
  { printer, signal }: { readonly printer: ReportPrinter; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const fontFaces = await copyFonts(folder);
  const frame = { ...frameOf(context, names), medium: 'paper', fontFaces, styleSheet: styles.paper } as const;
  await writeFile(join(folder, 'index.html'), buildDocument(context.texts, frame, body).markup);
  signal.throwIfAborted();
  return await printer.print({ folder, title: names.title, signal });
}

/**
 * The same as one HTML file that needs nothing beside it: pictures lie in it as data: addresses, letters are those of the reader's machine, and no
 * script runs in it.
 */
export async function writeHtml({ context, folder, styles, names, body }: Writing): Promise<Uint8Array> {
  const frame = { ...frameOf(context, names), medium: 'screen', fontFaces: '', styleSheet: `${styles.paper}\n${styles.screen}` } as const;
  const { markup } = buildDocument(context.texts, frame, body);
  const pieces: Uint8Array[] = [];
  let from = 0;
  // Only templates of ours write such an attribute: quotes in texts of pages are escaped.
  for (const match of markup.matchAll(/ src="(E-\d{4,}-[a-z0-9-]+\.jpg)"/g)) {
    const [whole, name = ''] = match;
    const picture = await readFile(join(folder, name));
    pieces.push(
      Buffer.from(`${markup.slice(from, match.index)} src="data:image/jpeg;base64,`),
      Buffer.from(`${picture.toString('base64')}"`),
    );
    from = match.index + whole.length;
  }
  pieces.push(Buffer.from(markup.slice(from)));
  return Buffer.concat(pieces);
}

function frameOf({ input }: ReportContext, names: DocumentNames): Pick<DocumentFrame, keyof DocumentNames | 'reference' | 'practice'> {
  const { case: sealedCase, practice } = input.seal;
  return { ...names, reference: sealedCase.reference, practice };
}
