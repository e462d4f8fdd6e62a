import { PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { createReadStream } from 'node:fs';
import type { Clock, UtcTime } from '../../core/clock.ts';
import { sha256DigestOf, type Hashing } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';

/** The page that an archive opens with. */
export interface ArchivedPage {
  /** Address of the document's own exchange. */
  readonly url: string;
  readonly startedAt: UtcTime;
  /** Address shown when it was captured, where it differs. */
  readonly shownUrl?: string;
  readonly title?: string;
  /** Text as seen, for searching. */
  readonly text?: string;
}

export interface WaczParts {
  readonly warc: { readonly path: string; readonly sizeBytes: number; readonly sha256: string };
  readonly index: Uint8Array;
  readonly page: ArchivedPage | undefined;
  readonly software: string;
}

export const WARC_NAME = 'data.warc.gz';

/**
 * A WACZ 1.1.1 as a stream of bytes: everything stored, names in a fixed order, one time for all entries.
 * The times of ZIP have no zone; they are written so that they read as UTC everywhere.
 */
export function buildWacz(parts: WaczParts, clock: Clock, hashing: Hashing): AsyncIterable<Uint8Array> {
  const created = clock.now();
  const pages = buildPages(parts.page);
  const manifest = toUtf8(
    `${JSON.stringify(
      {
        profile: 'data-package',
        wacz_version: '1.1.1',
        ...(parts.page?.title === undefined ? {} : { title: parts.page.title.toWellFormed() }),
        created,
        software: parts.software,
        ...(parts.page === undefined ? {} : { mainPageUrl: parts.page.url, mainPageDate: parts.page.startedAt }),
        resources: [
          resource('data.warc.gz', `archive/${WARC_NAME}`, parts.warc.sha256, parts.warc.sizeBytes),
          describe('index.cdx', 'indexes/index.cdx', parts.index, hashing),
          describe('pages.jsonl', 'pages/pages.jsonl', pages, hashing),
        ],
      },
      undefined,
      2,
    )}\n`,
  );
  const digest = toUtf8(`${JSON.stringify({ path: 'datapackage.json', hash: sha256DigestOf(hashing.sha256(manifest)) }, undefined, 2)}\n`);

  const zip = new ZipFile();
  const options = { mtime: localTimeOf(created), mode: 0o100644, compress: false, forceDosTimestamp: true } as const;
  zip.addReadStreamLazy(`archive/${WARC_NAME}`, { ...options, size: parts.warc.sizeBytes }, (give) =>
    give(null, createReadStream(parts.warc.path)),
  );
  for (const [name, bytes] of [
    ['datapackage-digest.json', digest],
    ['datapackage.json', manifest],
    ['indexes/index.cdx', parts.index],
    ['pages/pages.jsonl', pages],
  ] as const) {
    zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, options);
  }
  zip.end();
  return iterate(zip);
}

async function* iterate(zip: ZipFile): AsyncIterable<Uint8Array> {
  const output = new PassThrough();
  zip.outputStream.pipe(output);
  // Without this a file that cannot be read would leave the reader waiting for ever.
  zip.on('error', (cause: Error) => output.destroy(cause));
  for await (const piece of output as AsyncIterable<Buffer>) yield piece;
}

function buildPages(page: ArchivedPage | undefined): Uint8Array {
  const lines: unknown[] = [{ format: 'json-pages-1.0', id: 'pages', title: 'Pages' }];
  if (page !== undefined) {
    lines.push({
      id: '1',
      url: page.url,
      ts: page.startedAt,
      ...(page.title === undefined ? {} : { title: page.title.toWellFormed() }),
      ...(page.shownUrl === undefined || page.shownUrl === page.url ? {} : { shownUrl: page.shownUrl }),
      ...(page.text === undefined ? {} : { text: page.text.toWellFormed() }),
    });
  }
  return toUtf8(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function describe(name: string, path: string, bytes: Uint8Array, hashing: Hashing): ReturnType<typeof resource> {
  return { name, path, hash: sha256DigestOf(hashing.sha256(bytes)), bytes: bytes.byteLength };
}

function resource(
  name: string,
  path: string,
  sha256Hex: string,
  sizeBytes: number,
): { name: string; path: string; hash: string; bytes: number } {
  return { name, path, hash: `sha256:${sha256Hex}`, bytes: sizeBytes };
}

/** A date whose local fields are the UTC fields of `time`. */
function localTimeOf(time: UtcTime): Date {
  const [year = 1980, month = 1, day = 1, hour = 0, minute = 0, second = 0] = time.split(/\D/).map(Number);
  return new Date(year, month - 1, day, hour, minute, second);
}
