import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redact } from '../../../src/app/redact.ts';
import { makeStatement } from '../../../src/app/statements.ts';
import type { ExportGround, ExportRequest } from '../../../src/app/export-run.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import type { CaseStore, VaultStore } from '../../../src/core/ports.ts';
import { newStatementSchema } from '../../../src/core/statements/new-statement.ts';
import { composeExportGround } from '../../../src/engine/composition.ts';
import { startPng } from '../../../src/imaging/png-rows.ts';
import { createSharpImageCodec } from '../../../src/imaging/sharp-image-codec.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';
import { makeCase, makeClock, makeFixture, sealAd, type Fixture } from '../../storage/vault-fixture.ts';
import { runPdfTool } from '../../support/pdf-tools.ts';
import { ASSERTED } from '../../support/statements.ts';
import { give, receive } from '../received-parts.ts';
import { exportCase } from './export-parts.ts';
import { listFiles, unpack } from './unpacked.ts';

export const SECRETS = ['Zoë Żak-d’Ivoire', '+32 470 12 34 56', 'kid-4711-in-the-address'] as const;
const [NAME, PHONE, IN_ADDRESS] = SECRETS;
export const PAGE_TEXT = `Grey parrot, tame. Ask ${NAME} at ${PHONE}.\nAnswers within a day. ${NAME} ships.`;
export const TEXT_DIGEST = sha256DigestOf(nodeHashing.sha256(Buffer.from(PAGE_TEXT)));
export const PICTURE = { widthPx: 64, heightPx: 48 };
export const BOX = { x: 8, y: 8, width: 24, height: 16 };
export const URL = `https://market.example/ad/1?ref=${IN_ADDRESS}`;

/** Noise, so that no row of it comes about by chance. RGBA, opaque. */
export function drawNoise(): Buffer {
  const rows = Buffer.alloc(PICTURE.widthPx * PICTURE.heightPx * 4, 255);
  let state = 42;
  for (let at = 0; at < rows.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    if (at % 4 !== 3) rows[at] = 1 + ((state >>> 16) % 250);
  }
  return rows;
}

const WITNESS = { kind: 'person', fields: { names: [NAME], identifiers: [PHONE], status: 'witness' } };

export interface RedactedCase {
  readonly fixture: Fixture;
  readonly vault: VaultStore;
  readonly store: CaseStore;
}

/**
 * Two captures with a name, a number and a picture that not everybody may see, redacted in the first; a note and a statement that say them too, and a look
 * at the text. Then a file that a person gave, a picture by that name, redacted as well.
 */
export async function makeRedactedCase(root: string): Promise<RedactedCase> {
  const fixture = makeFixture({}, root);
  const vault = await fixture.init();
  const store = makeCase(vault);
  const session = store.startSession({}, { reason: `about ${NAME}` });
  const writer = startPng(PICTURE.widthPx, PICTURE.heightPx);
  await writer.write(drawNoise());
  const png = await writer.finish();
  for (let i = 0; i < 2; i += 1) {
    const attempt = store.startAttempt(session, { requestedUrl: URL, clickedAt: '2026-03-02T08:00:00.000Z' });
    const { staging } = attempt;
    await staging.write({ role: 'screenshot-viewport', name: 'screenshot-viewport.png', mediaType: 'image/png' }, png);
    await staging.write({ role: 'text', name: 'text.txt', mediaType: 'text/plain; charset=utf-8' }, Buffer.from(PAGE_TEXT));
    await staging.write({ role: 'dom', name: 'dom.html', mediaType: 'text/html' }, Buffer.from(`<p>${PAGE_TEXT}`));
    await sealAd(store, session, attempt);
  }
  store.record({ type: 'note.added', exhibit: 'E-0001', details: {}, texts: { note: `${NAME} is a minor` } });
  // Whoever has all of the text but the words could find them by its digest.
  store.record({ type: 'exhibit.viewed', exhibit: 'E-0001', details: { act: 'saved', role: 'text', artifacts: [TEXT_DIGEST] } });
  const images = createSharpImageCodec(nodeHashing);
  // The first one forgot the number.
  const spans = [spanOf(NAME)];
  await redact(images, store, { exhibit: 'E-0001', artifact: 'text.txt', masks: spans, everywhere: true });
  await redact(images, store, { exhibit: 'E-0001', artifact: 'text.txt', masks: [...spans, spanOf(PHONE)], everywhere: true });
  await redact(images, store, {
    exhibit: 'E-0001',
    artifact: 'screenshot-viewport.png',
    masks: [{ kind: 'box', ...BOX, reason: 'minor' }],
  });
  await receive(vault, store, session, give(`${NAME}.png`, png), `From ${NAME}, ${PHONE}`);
  await redact(images, store, { exhibit: 'E-0003', artifact: 'file.png', masks: [{ kind: 'box', ...BOX, reason: 'minor' }] });
  store.endSession(session, {});
  await makeStatement(store, nodeCryptography.random, newStatementSchema.parse({ ...ASSERTED, content: WITNESS }));
  return { fixture, vault, store };
}

function spanOf(words: string): { readonly kind: 'span'; readonly start: number; readonly end: number; readonly reason: 'minor' } {
  const start = PAGE_TEXT.indexOf(words);
  return { kind: 'span', start, end: start + words.length, reason: 'minor' };
}

/** Files of a package of the case, inflated. */
export async function exportFiles(
  { fixture, vault, store }: RedactedCase,
  request: Partial<ExportRequest> & { readonly ground?: ExportGround },
): Promise<Map<string, Uint8Array>> {
  const folder = mkdtempSync(join(fixture.root, 'out-'));
  const made = await exportCase(vault, store, fixture.root, { ...request, folder });
  const bag = unpack(made.path);
  return new Map(listFiles(bag).map((path) => [path, readFileSync(join(bag, path))]));
}

/** All that makes packages, without the viewer; a report and forms as PDF when `printing`. */
export async function composeMakers({ fixture }: RedactedCase, printing: boolean): Promise<ExportGround> {
  const { viewer: _viewer, ...ground } = await composeExportGround(fixture.folder, printing);
  return { ...ground, clock };
}

/** Goes on over all exports of a file of tests. */
const clock = makeClock();

/** The files of a package, and what stands in its documents: their parts, and the text of what was printed. */
export function readInside(files: ReadonlyMap<string, Uint8Array>, folder: string): Map<string, Uint8Array> {
  const inside = new Map(files);
  for (const [path, bytes] of files) {
    if (!/\.(?:docx|pdf|wacz)$/.test(path)) continue;
    const kept = join(mkdtempSync(join(folder, 'inside-')), path.replaceAll('/', '_'));
    writeFileSync(kept, bytes);
    if (path.endsWith('.pdf')) inside.set(`${path} > text`, Buffer.from(runPdfTool('pdftotext', kept, '-').replaceAll(/\s+/g, ' ')));
    else inside.set(`${path} > parts`, execFileSync('unzip', ['-p', kept], { maxBuffer: 64 * 1024 * 1024 }));
  }
  return inside;
}

/** Ways in which a text may stand in a file. */
export function writingsOf(words: string): readonly Buffer[] {
  const units = Array.from(words, (character) => character.codePointAt(0) ?? 0);
  const wide = Buffer.from(words, 'utf16le');
  return [
    Buffer.from(words),
    Buffer.from(words.normalize('NFD')),
    wide,
    Buffer.from(wide).swap16(),
    Buffer.from(encodeURIComponent(words)),
    Buffer.from(encodeURI(words)),
    Buffer.from(Buffer.from(words).toString('base64').slice(0, -4)),
    Buffer.from(
      JSON.stringify(words)
        .slice(1, -1)
        .replaceAll(/[^ -~]/g, (one) => String.raw`\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
    Buffer.from(units.map((unit) => (unit < 127 ? String.fromCodePoint(unit) : `&#${unit};`)).join('')),
    Buffer.from(units.map((unit) => `&#${unit};`).join('')),
    Buffer.from(units.map((unit) => `&#x${unit.toString(16)};`).join('')),
  ];
}
