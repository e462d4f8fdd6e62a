import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { join, relative, isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CDPSession, Protocol } from 'puppeteer-core';
import { PugmarkError } from '../../core/errors.ts';
import type { FormPrinter, ReportPrinter } from '../../core/ports.ts';
import { reasonOf, withDeadline } from '../browser/deadline.ts';
import { launchBrowser } from '../browser/launch-browser.ts';
import { readStream } from '../browser/read-stream.ts';

const LOAD_MS = 120_000;
const PRINT_MS = 600_000;
/** A browser answers other commands sooner (start-chromium.ts): a volume of a hundred exhibits may take longer on a slow or busy machine. Above `PRINT_MS`, whose error is clearer. */
const PRINT_ANSWER_MS = PRINT_MS + 10_000;

/** Whatever is asked for by name leads nowhere; files are not asked for by name. */
const NO_HOST_FLAGS = ['--host-resolver-rules=MAP * ~NOTFOUND', '--no-proxy-server'];

export interface ChromiumReportPrinterParts {
  /** Throws `browser-missing`. */
  readonly findExecutable: () => string;
  /** Absolute path of an existing folder for temporary profiles. */
  readonly temporaryFolder: string;
}

/**
 * Prints with a browser of its own that runs no script and gets nothing but the files of the given folder: what is printed quotes
 * hostile pages, and escaping is not the only thing that stands between them and this machine.
 */
export function createChromiumReportPrinter(parts: ChromiumReportPrinterParts): ReportPrinter & FormPrinter {
  return {
    async print({ folder, title, signal }) {
      for await (const bytes of printEach(parts, { documents: [{ folder, title }], signal })) return bytes;
      throw new PugmarkError('program-fault', `Nothing was printed of ${title}`);
    },
    printEach: (input) => printEach(parts, input),
  };
}

async function* printEach(
  { findExecutable, temporaryFolder }: ChromiumReportPrinterParts,
  { documents, signal }: Parameters<FormPrinter['printEach']>[0],
): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const scratchFolder = await mkdtemp(join(temporaryFolder, 'pugmark-print-')).catch((cause: unknown) => {
    throw new PugmarkError('io-failed', `No folder for the browser can be made in ${temporaryFolder}`, { cause });
  });
  try {
    const browser = await launchBrowser({ executablePath: findExecutable(), scratchFolder, extraFlags: NO_HOST_FLAGS });
    try {
      for (const document of documents) yield await printOne(browser, document, signal);
    } finally {
      await browser.close();
    }
  } catch (error) {
    if (signal.aborted) throw reasonOf(signal);
    throw error;
  } finally {
    await rm(scratchFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** In a page of its own, that sees its own folder only. */
async function printOne(
  browser: Awaited<ReturnType<typeof launchBrowser>>,
  { folder, title }: { readonly folder: string; readonly title: string },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { page } = await browser.openPage();
  const session = await page.createCDPSession();
  const gone = AbortSignal.any([signal, browser.lost]);
  // The browser names files by their real paths (on macOS, every temporary folder has two).
  const root = await realpath(folder);
  await shutIn(session, root);
  await withDeadline(load(session, pathToFileURL(join(root, 'index.html')).href), { ms: LOAD_MS, signal: gone, what: `load ${title}` });
  const bytes = await withDeadline(printPdf(session, gone), { ms: PRINT_MS, signal: gone, what: `print ${title}` });
  await page.close();
  return bytes;
}

/** No script, and every request judged: files of `folder` (a real path) pass, all else is refused. */
async function shutIn(session: CDPSession, folder: string): Promise<void> {
  await session.send('Emulation.setScriptExecutionDisabled', { value: true });
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const answer = isInside(folder, request.url)
      ? session.send('Fetch.continueRequest', { requestId })
      : // Aborted and not denied: where a document tries to lead elsewhere, the browser stays on it and shows no error page instead.
        session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    // The page may be gone before its request is answered.
    answer.catch(() => undefined);
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

function isInside(folder: string, url: string): boolean {
  if (!url.startsWith('file:///')) return false;
  try {
    const path = relative(folder, fileURLToPath(url));
    return path !== '' && !path.startsWith('..') && !isAbsolute(path);
  } catch {
    // Encoded separators and other hosts: no file of ours is named so.
    return false;
  }
}

/** Fonts and pictures of a document hold up its `load` event. */
async function load(session: CDPSession, url: string): Promise<void> {
  await session.send('Page.enable');
  const loaded = new Promise<void>((resolve) => void session.once('Page.loadEventFired', () => resolve()));
  const { errorText } = await session.send('Page.navigate', { url });
  if (errorText !== undefined) throw new PugmarkError('io-failed', `The report cannot be opened for printing: ${errorText}`);
  await loaded;
}

async function printPdf(session: CDPSession, signal: AbortSignal): Promise<Uint8Array> {
  const params: Protocol.Page.PrintToPDFRequest = {
    printBackground: true,
    // Size, margins, head and foot come from the document's own page rules.
    preferCSSPageSize: true,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    transferMode: 'ReturnAsStream',
  };
  const { data, stream } = await session.send('Page.printToPDF', params, { timeout: PRINT_ANSWER_MS }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new PugmarkError('io-failed', 'The browser could not print the report', { cause });
  });
  if (stream === undefined) return Buffer.from(data, 'base64');
  const chunks: Uint8Array[] = [];
  await readStream(session, stream, (bytes) => void chunks.push(bytes), signal);
  return Buffer.concat(chunks);
}
