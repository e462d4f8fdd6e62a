import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../../src/capture/browser/find-browser.ts';
import { thisMachine } from '../../../src/capture/browser/this-machine.ts';
import { createChromiumReportPrinter } from '../../../src/capture/printing/chromium-report-printer.ts';
import type { PugmarkError } from '../../../src/core/errors.ts';
import { skipAllWithout } from '../../support/needs.ts';
import { findMissingPdfTools, runPdfTool } from '../../support/pdf-tools.ts';
import { keptTempFolder, tempFolder } from '../../support/temp-folder.ts';

const temporaryFolder = keptTempFolder();
const printer = createChromiumReportPrinter({ findExecutable: () => findBrowser(thisMachine()).path, temporaryFolder });
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.writeHead(200, { 'content-type': 'image/png', 'access-control-allow-origin': '*' }).end();
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());

async function print(markup: string, files: Readonly<Record<string, Uint8Array>> = {}, folder = tempFolder()): Promise<string> {
  writeFileSync(join(folder, 'index.html'), markup);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const pdf = await printer.print({ folder, title: 'test', signal: new AbortController().signal });
  const path = join(tempFolder(), 'out.pdf');
  writeFileSync(path, pdf);
  return path;
}

const redPicture = (): Promise<Uint8Array> =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: '#ff0000' } })
    .jpeg()
    .toBuffer();

/** How often the red picture lies in a PDF; signs for a picture that did not load are others. */
function countPictures(path: string): number {
  return (runPdfTool('qpdf', '--qdf', '--object-streams=disable', path, '-').match(/\/Width 400$/gm) ?? []).length;
}

describe('what a report is printed to', () => {
  skipAllWithout(findMissingPdfTools());

  it('is tagged A4 with an outline, its language and embedded fonts', async () => {
    const markup = `<!doctype html><html lang="nl"><title>Dossier 7</title><style>@page { size: A4; margin: 20mm }</style>
      <h1>Een</h1><p>tekst</p><h1 style="break-before: page">Twee</h1><img src="red.jpg" alt="een rode afbeelding">`;
    const path = await print(markup, { 'red.jpg': await redPicture() });
    const info = runPdfTool('pdfinfo', path);
    expect(info).toMatch(/Title:\s+Dossier 7/);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/JavaScript:\s+no/);
    expect(info).toMatch(/Pages:\s+2/);
    expect(info).toMatch(/\(A4\)/);
    const fonts = runPdfTool('pdffonts', path).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.filter((line) => !/ yes (yes|no) +(yes|no) +\d+ +\d+$/.test(line))).toEqual([]);
    runPdfTool('qpdf', '--check', path);
    const objects = runPdfTool('qpdf', '--qdf', '--object-streams=disable', path, '-');
    expect(objects).toContain('/Lang (nl)');
    expect(objects).toContain('/Outlines');
    expect(objects).toContain('/Alt (een rode afbeelding)');
    expect(countPictures(path)).toBe(1);
  });

  it('runs nothing', async () => {
    const markup = `<!doctype html><title>t</title><p id="p">still</p><img src="none.png" onerror="document.getElementById('p').textContent = 'moved'">
      <script>document.getElementById('p').textContent = 'moved'</script>`;
    const text = runPdfTool('pdftotext', await print(markup), '-');
    expect(text).toContain('still');
    expect(text).not.toContain('moved');
  });

  it('gets nothing from a network', async () => {
    const { port } = server.address() as AddressInfo;
    const at = (host: string, path: string): string => `http://${host}:${port}/${path}`;
    const markup = `<!doctype html><title>t</title><link rel="stylesheet" href="${at('127.0.0.1', 'style')}">
      <style>@import "${at('localhost', 'import')}"; @font-face { font-family: F; src: url("${at('127.0.0.1', 'font')}") } p { font-family: F; background: url("${at('127.0.0.1', 'background')}") }</style>
      <p>text</p><img src="${at('127.0.0.1', 'picture')}"><img src="${at('ads.localhost', 'name')}"><iframe src="${at('127.0.0.1', 'frame')}"></iframe>
      <object data="${at('127.0.0.1', 'object')}"></object><meta http-equiv="refresh" content="0; url=${at('127.0.0.1', 'refresh')}">`;
    const path = await print(markup);
    expect(runPdfTool('pdftotext', path, '-')).toContain('text');
    expect(asked).toEqual([]);
    // Positive control: the server is there to be asked.
    await fetch(at('127.0.0.1', 'control'));
    expect(asked).toEqual(['/control']);
  });

  it('gets no file outside the folder, by whatever way', async () => {
    const root = tempFolder();
    const folder = join(root, 'report');
    mkdirSync(folder);
    const red = await redPicture();
    writeFileSync(join(root, 'outside.jpg'), red);
    mkdirSync(join(root, 'report-beside'));
    writeFileSync(join(root, 'report-beside', 'outside.jpg'), red);
    const ways = [
      '../outside.jpg',
      '%2e%2e/outside.jpg',
      '..%2foutside.jpg',
      '../report-beside/outside.jpg',
      pathToFileURL(join(root, 'outside.jpg')).href,
    ];
    const markup = `<!doctype html><title>t</title><p>text</p>${ways.map((way) => `<img src="${way}">`).join('')}<iframe src="file:///etc/hostname"></iframe>`;
    expect(countPictures(await print(markup, {}, folder))).toBe(0);
    // Positive control: the same picture in the folder is shown.
    expect(countPictures(await print(`<!doctype html><title>t</title><img src="inside.jpg">`, { 'inside.jpg': red }, folder))).toBe(1);
    symlinkSync(folder, join(root, 'by-another-name'));
    expect(countPictures(await print(`<!doctype html><title>t</title><img src="inside.jpg">`, {}, join(root, 'by-another-name')))).toBe(1);
  });

  it('is ended by its signal, and leaves nothing behind', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>t</title>');
    const stop = new AbortController();
    const printing = printer.print({ folder, title: 'test', signal: stop.signal });
    setTimeout(() => stop.abort(), 150);
    await expect(printing).rejects.toMatchObject({ code: 'cancelled' } satisfies Partial<PugmarkError>);
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });
});
