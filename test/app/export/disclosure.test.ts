import sharp from 'sharp';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackageFindingCode, Verdict } from '../../../src/core/package/verdict.ts';
import { isLongTier } from '../../support/tier.ts';
import { verifyFiles } from '../../support/verify-files.ts';
import {
  BOX,
  composeMakers,
  drawNoise,
  exportFiles,
  makeRedactedCase,
  PAGE_TEXT,
  PICTURE,
  readInside,
  SECRETS,
  TEXT_DIGEST,
  writingsOf,
  type RedactedCase,
} from './disclosure-parts.ts';

const root = mkdtempSync(join(tmpdir(), 'pugmark-disclosure-'));
let made: RedactedCase;
let disclosed: ReadonlyMap<string, Uint8Array>;
let whole: ReadonlyMap<string, Uint8Array>;
/** Made as the one for the defence, with forms, graph and (in the long tier) report: a reader who may see all of it. */
let shown: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  made = await makeRedactedCase(root);
  const ground = await composeMakers(made, isLongTier());
  disclosed = readInside(await exportFiles(made, { profile: 'disclosure', ground }), root);
  whole = await exportFiles(made, { profile: 'prosecutor' });
  shown = readInside(await exportFiles(made, { profile: 'interpol', ground }), root);
}, 600_000);
afterAll(() => {
  made.vault.close();
  rmSync(root, { recursive: true, force: true });
});

const FOLDER = 'data/exhibits/E-0001';
const COPY = `${FOLDER}/redacted/text.redacted-2.txt`;
const PICTURE_COPY = `${FOLDER}/redacted/screenshot-viewport.redacted-1.png`;

function codesOf({ axes }: Verdict): readonly string[] {
  const reservations: readonly PackageFindingCode[] = ['time-not-checked', 'key-untrusted'];
  const codes = Object.values(axes).flatMap(({ findings }) => findings.map(({ code }) => code));
  return [...new Set(codes.filter((code) => !reservations.includes(code)))].toSorted();
}

/** Files in which any of these bytes stand. */
function search(files: ReadonlyMap<string, Uint8Array>, ...wanted: readonly Buffer[]): readonly string[] {
  return [...files]
    .filter(([path, bytes]) => wanted.some((one) => Buffer.from(path).includes(one) || Buffer.from(bytes).includes(one)))
    .map(([path]) => path);
}

describe('a package for disclosure', () => {
  it('holds the newest redacted copies with their records, and nothing of the originals', () => {
    expect([...disclosed.keys()].filter((path) => path.startsWith('data/exhibits/E-0003/'))).toEqual([
      'data/exhibits/E-0003/redacted/file.redacted-1.png',
      'data/exhibits/E-0003/redacted/file.redacted-1.png.redaction.json',
    ]);
    expect([...disclosed.keys()].filter((path) => /^data\/exhibits\/E-000[12]/.test(path))).toEqual([
      PICTURE_COPY,
      `${PICTURE_COPY}.redaction.json`,
      COPY,
      `${COPY}.redaction.json`,
    ]);
    const masked = '[REDACTED: minor]';
    expect(Buffer.from(disclosed.get(COPY) ?? []).toString()).toBe(PAGE_TEXT.replaceAll(SECRETS[0], masked).replace(SECRETS[1], masked));
  });

  it.each(SECRETS)('has %s in no file, in whatever form it may stand there', (words) => {
    expect(search(disclosed, ...writingsOf(words))).toEqual([]);
    // The control: the package for the prosecutor has it.
    expect(search(whole, ...writingsOf(words)).length).toBeGreaterThan(0);
  });

  it('has forms, graph and report, in which the search finds what other readers may see', () => {
    const made = [...disclosed.keys()].filter((path) => /^data\/(?:forms|graph|report|summary)/.test(path));
    expect(made).toEqual(expect.arrayContaining(['data/forms/redaction-log.en.docx > parts', 'data/graph/case-uco.jsonld']));
    const places = search(shown, ...writingsOf(SECRETS[0]));
    expect(places).toEqual(
      expect.arrayContaining([
        'data/entities/entities.json',
        'data/forms/ecomessage-draft.en.docx > parts',
        'data/forms/ecomessage-draft.en.txt',
        'data/graph/case-uco.jsonld',
      ]),
    );
    expect(places.some((path) => path.endsWith('.pdf > text'))).toBe(isLongTier());
    expect(made.some((path) => path.endsWith('.pdf > text'))).toBe(isLongTier());
  });

  it('has the digest of the masked text in no file, from which who knows the rest could find the words', () => {
    const hex = TEXT_DIGEST.slice('sha256:'.length);
    expect(search(disclosed, Buffer.from(hex))).toEqual([]);
    expect(search(whole, Buffer.from(hex))).toContain('data/custody/texts.jsonl');
  });

  it('has pictures in which the masked pixels are gone, and of which nothing is left but pixels', async () => {
    const png = Buffer.from(disclosed.get(PICTURE_COPY) ?? []);
    const chunks = listChunks(png);
    expect([...new Set(chunks.map(({ type }) => type))]).toEqual(['IHDR', 'IDAT', 'IEND']);
    const { data } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const noise = drawNoise();
    const expected = Buffer.from(noise);
    for (let y = BOX.y; y < BOX.y + BOX.height; y += 1)
      for (let x = BOX.x; x < BOX.x + BOX.width; x += 1) expected.set([0, 0, 0, 255], (y * PICTURE.widthPx + x) * 4);
    expect(data.equals(expected)).toBe(true);
    // Rows are stored as differences: neither there nor in any other file stands a piece of a masked row.
    const rows = Array.from({ length: BOX.height }, (_, row) => {
      const start = ((BOX.y + row) * PICTURE.widthPx + BOX.x) * 4;
      return noise.subarray(start, start + 12);
    });
    const inflated = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ bytes }) => bytes)));
    expect(search(new Map([...disclosed, ['pixels', data], ['rows', inflated]]), ...rows)).toEqual([]);
    expect(search(new Map([['pixels', noise]]), ...rows)).toEqual(['pixels']);
  });

  it('verifies: records are withheld, digests and proofs are not', async () => {
    const verdict = await verifyFiles(withoutInside(disclosed));
    expect(codesOf(verdict)).toEqual([]);
    expect(verdict.axes.integrity.notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'record-withheld E-0001',
      'record-withheld E-0002',
      'record-withheld E-0003',
    ]);
    // The ledgers are in the records.
    expect(verdict.axes.completeness.state).toBe('not-checked');
    expect(verdict.exhibits.map(({ exhibit, state }) => `${exhibit} ${state}`)).toEqual([
      'E-0001 sealed',
      'E-0002 sealed',
      'E-0003 sealed',
    ]);
    expect([...disclosed.keys()].filter((path) => path.startsWith('data/custody/proofs/'))).toHaveLength(3);
    expect(codesOf(await verifyFiles(new Map(whole)))).toEqual([]);
  });

  it('holds what was released, tied to its exhibit where its record is there too, and says so where it is not', async () => {
    const alone = await exportFiles(made, {
      profile: 'disclosure',
      release: [{ exhibit: 'e-2', artifact: 'dom.html' }],
      addresses: true,
    });
    expect([...alone.keys()].filter((path) => path.startsWith('data/exhibits/E-0002'))).toEqual(['data/exhibits/E-0002/dom.html.txt']);
    expect(search(alone, Buffer.from(SECRETS[2]))).toEqual(['data/custody/texts.jsonl']);
    expect(search(alone, Buffer.from(SECRETS[0]))).toEqual(['data/exhibits/E-0002/dom.html.txt']);
    const verdict = await verifyFiles(alone);
    expect(codesOf(verdict)).toEqual(['artifact-not-tied']);
    expect(verdict.axes.integrity.state).toBe('not-checked');
    const release = ['dom.html', 'capture.json'].map((artifact) => ({ exhibit: 'E-0002', artifact }));
    const tied = await exportFiles(made, { profile: 'disclosure', release });
    expect([...tied.keys()].filter((path) => path.startsWith('data/exhibits/E-0002'))).toHaveLength(2);
    expect(codesOf(await verifyFiles(tied))).toEqual([]);
  });

  it('is not made for a file that is not there, or that is never released', async () => {
    for (const [artifact, code] of [
      ['other.png', 'artifact-unknown'],
      ['capture.html', 'artifact-unknown'],
    ] as const)
      await expect(exportFiles(made, { profile: 'disclosure', release: [{ exhibit: 'E-0001', artifact }] })).rejects.toMatchObject({
        code,
      });
  });

  it('is called by what was done to its copies', async () => {
    const edits: readonly (readonly [
      what: string,
      edit: (files: Map<string, Uint8Array>) => void,
      codes: readonly PackageFindingCode[],
    ])[] = [
      ['bytes changed', (files) => files.set(COPY, Buffer.from('nothing')), ['artifact-changed']],
      ['a copy left out', (files) => files.delete(COPY), ['artifact-missing']],
      ['a record left out', (files) => files.delete(`${COPY}.redaction.json`), ['artifact-missing', 'artifact-unlisted']],
      [
        'a record changed',
        (files) => edit(files, `${COPY}.redaction.json`, '"minor"', '"other"'),
        ['artifact-missing', 'redaction-differs'],
      ],
      [
        'a record that is none',
        (files) => files.set(`${COPY}.redaction.json`, Buffer.from('{}')),
        ['artifact-missing', 'artifact-unlisted', 'redaction-differs'],
      ],
      ['a file put beside them', (files) => files.set(`${FOLDER}/redacted/other.png`, Buffer.from('x')), ['artifact-unlisted']],
      ['a file put into a folder', (files) => files.set(`${FOLDER}/more/other.png`, Buffer.from('x')), ['artifact-unlisted']],
    ];
    for (const [what, change, codes] of edits) {
      const files = withoutInside(disclosed);
      change(files);
      expect([what, ...codesOf(await verifyFiles(files))]).toEqual([what, ...codes]);
    }
  });
});

it('a package for a prosecutor holds all redacted copies beside the originals, and fails without a record', async () => {
  expect([...whole.keys()].filter((path) => path.startsWith(`${FOLDER}/redacted/`) && !path.endsWith('.json'))).toHaveLength(3);
  const files = new Map(whole);
  files.delete(`${FOLDER}/capture.json`);
  const verdict = await verifyFiles(files);
  expect(codesOf(verdict)).toContain('artifact-missing');
  expect(verdict.axes.integrity.state).toBe('fail');
});

/** What was read out of documents is no file of the package. */
function withoutInside(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map([...files].filter(([path]) => !path.includes(' > ')));
}

function edit(files: Map<string, Uint8Array>, path: string, from: string, to: string): void {
  const text = Buffer.from(files.get(path) ?? []).toString();
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  files.set(path, Buffer.from(text.replace(from, to)));
}

function listChunks(png: Buffer): readonly { readonly type: string; readonly bytes: Buffer }[] {
  const chunks: { type: string; bytes: Buffer }[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), bytes: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)) });
  return chunks;
}
