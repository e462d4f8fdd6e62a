import type { EvidenceFile } from '../rpc/evidence-files.ts';

/** What a window may show as itself. Everything else is text or bytes: HTML, SVG, XML and scripts of a page must never run as ours. */
const SHOWN_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'video/mp4',
  'video/webm',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'application/pdf',
]);
/** A picture is read whole before it is decoded. */
export const MAX_PICTURE_BYTES = 1024 * 1024 * 1024;

/** By what the record says, which a page may have chosen: a closed list, and nothing of its parameters. */
export function safeTypeOf(mediaType: string): string {
  const [type = ''] = mediaType.toLowerCase().split(';');
  if (SHOWN_TYPES.has(type.trim())) return type.trim();
  return /^text\/|[/+](?:json|xml|javascript|html)$/.test(type.trim()) ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

export function serveJpeg(jpeg: Uint8Array, etag: string): EvidenceFile {
  return {
    mediaType: 'image/jpeg',
    sizeBytes: jpeg.length,
    etag,
    async *read({ start, end } = { start: 0, end: jpeg.length }) {
      yield await Promise.resolve(jpeg.subarray(start, end));
    },
  };
}
