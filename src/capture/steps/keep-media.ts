import { open } from 'node:fs/promises';
import { requestedAddress } from '../../core/completeness/resource-class.ts';
import type { RecordedExchange, SpooledBody } from '../../core/model/exchange.ts';
import type { Staging } from '../../core/ports.ts';
import { SNIFF_BYTES, sniffMedia } from './sniff-media.ts';
import type { SniffedMedia } from './sniff-media.ts';
import { readFileBytes } from '../recorder/file-bytes.ts';

/** Smaller pictures are icons, stars and spacers. Pixels of the picture itself. */
const LEAST_PICTURE_PX = 64;
/** All others stay in the archive. */
const MAX_MEDIA = 300;

export interface MediaInput {
  readonly exchanges: readonly RecordedExchange[];
  /** Addresses of pictures that the layout draws; absent: not known, then by size alone. */
  readonly drawn: ReadonlySet<string> | undefined;
  /** Something is drawn that names no address (a canvas, `blob:`): a picture that no element names may be what it shows. */
  readonly drawsFromMemory: boolean;
  readonly staging: Staging;
  /** Aborted: stop; rejects with its reason. */
  readonly signal: AbortSignal;
  readonly warn: (code: string, detail: string) => void;
}

/**
 * Writes the pictures of the page and its films as files of their own, bytes as received. Names tell nothing that the page could choose.
 * The same bytes are written once.
 */
export async function keepMedia({ exchanges, drawn, drawsFromMemory, staging, signal, warn }: MediaInput): Promise<void> {
  const seen = new Set<string>();
  let count = 0;
  let leftOut = 0;
  for (const exchange of exchanges) {
    signal.throwIfAborted();
    const body = wholeBody(exchange);
    if (body === undefined || seen.has(body.sha256)) continue;
    const isNamed = drawn?.has(requestedAddress(exchange.request.url)) ?? exchange.resourceType === 'Image';
    if (exchange.resourceType !== 'Media' && !isNamed && !(drawsFromMemory && exchange.resourceType !== 'Document')) continue;
    const media = sniffMedia(await readHead(body));
    if (media === undefined || !isWorthKeeping(media)) continue;
    seen.add(body.sha256);
    if (count >= MAX_MEDIA) {
      leftOut += 1;
      continue;
    }
    count += 1;
    const name = `media-${String(count).padStart(3, '0')}.${media.extension}`;
    await staging.write({ role: 'media', name, mediaType: media.mediaType }, readFileBytes(body.path));
  }
  if (leftOut > 0) warn('media-left-out', `${leftOut} more pictures and films are in the archive only`);
}

/** A script may fetch pictures (`Fetch`, `XHR`), and a frame may hold one (`Document`). */
const MAY_BE_MEDIA = new Set(['Image', 'Media', 'Fetch', 'XHR', 'Document']);

/** The body of an answer that may be a picture or film as a whole. */
function wholeBody({ resourceType, response, problem }: RecordedExchange): SpooledBody | undefined {
  if (!MAY_BE_MEDIA.has(resourceType)) return undefined;
  if (response?.body === undefined || problem !== undefined || response.body.sizeBytes === 0) return undefined;
  if (response.status === 200) return response.body;
  // A film asked for by ranges is whole when one range was all of it.
  const range = response.headers.find(([name]) => name.toLowerCase() === 'content-range')?.[1] ?? '';
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range.trim()) ?? [];
  return response.status === 206 && first === '0' && Number(last) + 1 === Number(total) ? response.body : undefined;
}

function isWorthKeeping(media: SniffedMedia): boolean {
  if (media.kind !== 'image') return media.kind === 'video' || media.kind === 'audio';
  // A size that the header does not tell is no reason to leave a drawn picture out.
  return Math.min(media.widthPx ?? LEAST_PICTURE_PX, media.heightPx ?? LEAST_PICTURE_PX) >= LEAST_PICTURE_PX;
}

/** The beginning of a spooled body. */
export async function readHead(body: Pick<SpooledBody, 'path' | 'sizeBytes'>): Promise<Uint8Array> {
  const file = await open(body.path, 'r');
  try {
    const head = Buffer.alloc(Math.min(body.sizeBytes, SNIFF_BYTES));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
