import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Protocol } from 'puppeteer-core';
import { readStream } from '../browser/read-stream.ts';
import type { CaptureContext } from './capture-context.ts';
import { assertSameDocument } from './capture-context.ts';
import type { StepScope } from './step-runner.ts';
import { readFileBytes } from '../recorder/file-bytes.ts';

/** Phase C: the page as it prints itself. Comes last of what we do to it: printing fires events and may load more. */
export async function print(context: CaptureContext): Promise<void> {
  const { runner, tab, limits, input, artifacts } = context;
  if (!input.options.pdf) return;
  tab.recording.setPhase('print');
  const path = join(input.staging.scratchFolder, 'print.pdf');
  const printed = await runner.run({ stage: 'print', name: 'PDF', budgetMs: limits.printMs, sameDocument: true }, async (scope) => {
    await writePdf(tab.cdp, path, scope);
    assertSameDocument(context);
    return true;
  });
  if (printed !== true) return;
  void artifacts
    .do(async () => {
      await input.staging.write({ role: 'pdf', name: 'page.pdf', mediaType: 'application/pdf' }, readFileBytes(path));
      await rm(path, { force: true });
    })
    .catch(() => undefined);
}

async function writePdf(session: CDPSession, path: string, scope: StepScope): Promise<void> {
  const params: Protocol.Page.PrintToPDFRequest = {
    printBackground: true,
    // A4, where the page does not ask for another size.
    paperWidth: 8.27,
    paperHeight: 11.69,
    preferCSSPageSize: true,
    transferMode: 'ReturnAsStream',
  };
  const { data, stream } = await session.send('Page.printToPDF', params);
  const file = await open(path, 'w');
  try {
    // A shell that prints by itself gives the bytes at once.
    if (stream === undefined) await file.write(Buffer.from(data, 'base64'));
    else await readStream(session, stream, (bytes) => file.write(bytes), scope.signal);
  } finally {
    await file.close();
    if (stream !== undefined) void session.send('IO.close', { handle: stream }).catch(() => undefined);
  }
}
