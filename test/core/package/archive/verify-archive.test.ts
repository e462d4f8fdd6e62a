import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { readWacz } from '../../../../src/core/package/archive/read-wacz.ts';
import { verifyArchive, type ArchiveReport } from '../../../../src/core/package/archive/verify-archive.ts';
import { WarcParser } from '../../../../src/core/package/archive/warc-parser.ts';
import type { ByteReader } from '../../../../src/core/package/package-source.ts';
import { nodeDecompression } from '../../../../src/packaging/decompression.ts';
import { nodeHashing } from '../../../../src/platform/cryptography.ts';
import { buildPackage } from '../../../support/package/builder.ts';
import { sketchExchange, spoolBody } from '../../../support/synthetic-exchange.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { writeTestArchive } from '../../../support/written-archive.ts';

const WARC = 'archive/data.warc.gz';
type Files = Map<string, Buffer>;
let whole: Buffer;
beforeAll(async () => {
  const { files } = await buildPackage();
  whole = Buffer.from(files.get('data/exhibits/E-0001/archive.wacz') ?? []);
});

function readerOf(bytes: Uint8Array): ByteReader {
  return { sizeBytes: bytes.length, read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)) };
}

async function hashLater(bytes: Uint8Array): Promise<Uint8Array> {
  const digest = nodeHashing.sha256(bytes);
  await new Promise((resolve) => setImmediate(resolve));
  return digest;
}

/** As a workstation does, and as a browser does, whose digests of records come later: both find the same. */
async function verify(bytes: Uint8Array): Promise<ArchiveReport> {
  const hashings = [nodeHashing, { ...nodeHashing, sha256Later: { minBytes: 64, hash: hashLater } }];
  const [one, later] = await Promise.allSettled(
    hashings.map(async (hashing) => await verifyArchive({ hashing, decompression: nodeDecompression }, readerOf(bytes))),
  );
  expect(later).toEqual(one);
  if (one?.status !== 'fulfilled') throw one?.reason;
  return one.value;
}

async function unpack(bytes: Buffer): Promise<Files> {
  const entries = await readWacz(readerOf(bytes));
  return new Map(entries.map(({ name, dataOffset, sizeBytes }) => [name, bytes.subarray(dataOffset, dataOffset + sizeBytes)]));
}

async function pack(files: Files, compress = false): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of files) zip.addBuffer(bytes, name, { compress, forceDosTimestamp: true, mtime: new Date(2026, 2, 2) });
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** An archive whose manifest is right again after the change, as somebody makes it who knows how. */
async function rewritten(edit: (warc: string) => string): Promise<Buffer> {
  const files = await unpack(whole);
  const before = gunzipSync(files.get(WARC) ?? Buffer.alloc(0)).toString('latin1');
  const after = edit(before);
  expect(after).not.toBe(before);
  files.set(WARC, gzipSync(Buffer.from(after, 'latin1')));
  return await pack(fixManifest(files));
}

function fixManifest(files: Files): Files {
  const manifest = JSON.parse(files.get('datapackage.json')?.toString() ?? '') as {
    resources: { path: string; hash: string; bytes: number }[];
  };
  for (const resource of manifest.resources) {
    const bytes = files.get(resource.path) ?? Buffer.alloc(0);
    resource.hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    resource.bytes = bytes.length;
  }
  const text = Buffer.from(JSON.stringify(manifest));
  files.set('datapackage.json', text);
  const hash = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  files.set('datapackage-digest.json', Buffer.from(JSON.stringify({ path: 'datapackage.json', hash })));
  return files;
}

describe('an archive as a capture writes it', () => {
  it('has nothing against it, and says what it holds', async () => {
    const { changed, summary } = await verify(whole);
    expect(changed).toEqual([]);
    expect(summary).toMatchObject({
      exchanges: 3,
      byPhase: { before: 1, seen: 1, scroll: 1 },
      problems: [{ url: 'https://market.example/ad/4711/late.js', kind: 'failed' }],
    });
    const page = createHash('sha256').update('<h1>Oud ivoren beeldje</h1>').digest('hex');
    expect(summary.bodies.has(`sha256:${page}`)).toBe(true);
    expect((await verify(await pack(fixManifest(await unpack(whole))))).changed).toEqual([]);
  });

  it('may repeat bodies, have none, and hold one of several megabytes', async () => {
    const folder = tempFolder();
    const body = spoolBody(folder, 'x'.repeat(8_192));
    const large = spoolBody(folder, Buffer.alloc(3 * 1024 * 1024, 7));
    const cached = { source: 'memory-cache' as const };
    const { staging } = await writeTestArchive([
      sketchExchange({ url: 'https://a.test/1', body }),
      sketchExchange({ url: 'https://a.test/2', body, response: cached }),
      sketchExchange({ url: 'https://a.test/1', status: 304 }),
      sketchExchange({ url: 'https://a.test/3', status: 204 }),
      sketchExchange({ url: 'https://a.test/4', body: large, method: 'POST', requestBody: body }),
    ]);
    const { changed, summary } = await verify(await staging.bytes('archive.wacz'));
    expect(changed).toEqual([]);
    expect(summary.exchanges).toBe(5);
  });
});

describe('an archive that was changed', () => {
  it.each<[what: string, edit: (warc: string) => string, message: RegExp]>([
    ['in a body', (warc) => warc.replace('Oud ivoren', 'Oud houten'), /block .* is not that of its digest/],
    [
      'in the digest of a payload',
      (warc) => warc.replace(/(WARC-Payload-Digest: sha256:)(?!e3b0)./, '$1f'),
      /payload .* is not that of its digest/,
    ],
  ])('%s, is told so', async (_what, edit, message) => {
    const { changed } = await verify(await rewritten(edit));
    expect(changed.join('\n')).toMatch(message);
  });

  it('in a file whose digest is in the manifest, or in the manifest, is told so', async () => {
    const files = await unpack(whole);
    files.set('indexes/index.cdx', Buffer.from('other\n'));
    expect((await verify(await pack(files))).changed).toEqual(['indexes/index.cdx is not the one that datapackage.json lists']);
    const others = await unpack(whole);
    others.set('datapackage.json', Buffer.from(`${others.get('datapackage.json')?.toString() ?? ''} `));
    expect((await verify(await pack(others))).changed).toEqual(['datapackage.json is not that of its digest']);
  });

  it.each<[what: string, edit: (warc: string) => string]>([
    ['a record is of another version', (warc) => warc.replace('WARC/1.1', 'WARC/1.0')],
    [
      'a length is a byte less',
      (warc) => warc.replace(/Content-Length: (\d+)/, (_, length: string) => `Content-Length: ${Number(length) - 1}`),
    ],
    ['a length reaches beyond the end', (warc) => warc.replace(/Content-Length: \d+/, 'Content-Length: 999999')],
    ['a length is there twice', (warc) => warc.replace(/(Content-Length: \d+\r\n)/, '$1$1')],
    ['a field is folded', (warc) => warc.replace('\r\nWARC-Date: ', '\r\nWARC-Date:\r\n ')],
    ['it begins with a request', (warc) => warc.slice(warc.indexOf('WARC/1.1', 8))],
    ['its last exchange has no metadata', (warc) => warc.slice(0, warc.lastIndexOf('WARC/1.1'))],
    ['an id comes twice', (warc) => warc.replace(/(WARC-Record-ID: )<urn:uuid:\S+>/g, '$1<urn:uuid:00000000-0000-4000-8000-000000000001>')],
    ['a response names another request', (warc) => warc.replace(/(WARC-Type: response[\s\S]*?WARC-Concurrent-To: <urn:uuid:)0/, '$1f')],
    ['its metadata is no metadata', (warc) => warc.replaceAll('"format":"exchange-metadata/v1"', '"format":"exchange-metadata/v2"')],
    ['it goes on with something else', (warc) => `${warc}more`],
  ])('is none where %s', async (_what, edit) => {
    await expect(verify(await rewritten(edit))).rejects.toMatchObject({ code: 'record-invalid' });
  });

  it.each<[what: string, edit: (files: Files) => void]>([
    ['a file is missing', (files) => void files.delete('pages/pages.jsonl')],
    ['a file is too many', (files) => void files.set('more.txt', Buffer.from('x'))],
    ['the WARC is no gzip', (files) => void files.set(WARC, Buffer.from('x'))],
    ['the WARC is cut', (files) => void files.set(WARC, (files.get(WARC) ?? Buffer.alloc(0)).subarray(0, -20))],
    ['the manifest is no JSON', (files) => void files.set('datapackage.json', Buffer.from('{'))],
    [
      'the manifest lists other files',
      (files) => void files.set('datapackage.json', Buffer.from('{"profile":"data-package","resources":[]}')),
    ],
  ])('is none where %s', async (_what, edit) => {
    const files = await unpack(whole);
    edit(files);
    await expect(verify(await pack(files))).rejects.toMatchObject({ name: 'PugmarkError' });
  });

  it('is none where its entries are compressed, or bytes stand beside them', async () => {
    await expect(verify(await pack(await unpack(whole), true))).rejects.toMatchObject({ code: 'record-invalid' });
    for (const bytes of [
      Buffer.concat([Buffer.from('x'), whole]),
      Buffer.concat([whole, Buffer.from('x')]),
      whole.subarray(0, -1),
      Buffer.alloc(0),
    ])
      await expect(verify(bytes)).rejects.toMatchObject({ code: 'record-invalid' });
  });

  it('never passes with one byte changed', async () => {
    // Headers, directory and manifests whole, and every hundredth byte between.
    const places = Array.from({ length: whole.length }, (_, at) => at).filter(
      (at) => at < 200 || at % 100 === 0 || at > whole.length - 900,
    );
    const passed: number[] = [];
    for (const at of places) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      const changed = await verify(bytes).then(
        (report) => report.changed,
        (error: unknown) => [String(error)],
      );
      if (changed.length === 0) passed.push(at);
    }
    expect(passed.filter((at) => !isUnread(whole, at))).toEqual([]);
  });
});

/** Versions and attributes of ZIP headers say nothing of the content, and no reader of ours looks at them. */
function isUnread(bytes: Buffer, at: number): boolean {
  const local = bytes.lastIndexOf('PK\u0003\u0004', at, 'latin1');
  const central = bytes.lastIndexOf('PK\u0001\u0002', at, 'latin1');
  if (central >= 0 && central > local) return at - central < 8 || (at - central >= 34 && at - central < 42);
  return at - local < 6;
}

describe('the parser of WARC files', () => {
  it('gives the same records however the bytes come', async () => {
    const warc = gunzipSync((await unpack(whole)).get(WARC) ?? Buffer.alloc(0));
    const read = (pieceBytes: number): readonly string[] => {
      const seen: string[] = [];
      let block = createHash('sha256');
      const parser = new WarcParser({
        begin: (header) => {
          block = createHash('sha256');
          seen.push(header.field('warc-record-id') ?? '');
        },
        block: (bytes) => void block.update(bytes),
        end: () => void seen.push(block.digest('hex')),
      });
      for (let at = 0; at < warc.length; at += pieceBytes) parser.push(warc.subarray(at, at + pieceBytes));
      parser.finish();
      return seen;
    };
    const once = read(warc.length);
    expect(once.length).toBe(2 * 10);
    for (const pieceBytes of [1, 2, 3, 7, 64, 1000]) expect(read(pieceBytes)).toEqual(once);
  });

  it('holds no header without an end', () => {
    const parser = new WarcParser({ begin: () => undefined, block: () => undefined, end: () => undefined });
    const piece = new Uint8Array(64 * 1024).fill(0x61);
    expect(() => {
      for (let i = 0; i < 32; i += 1) parser.push(piece);
    }).toThrow(expect.objectContaining({ code: 'record-invalid' }));
  });
});
