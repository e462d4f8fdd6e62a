/** What a browser shows without running anything of it. SVG and HTML are not among them, XML neither. */
const SHOWN: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/bmp',
  'text/plain',
  'application/json',
  'application/pdf',
];

export interface ServedType {
  readonly contentType: string;
  readonly disposition: 'inline' | 'attachment';
}

/** What bytes of this media type are served as, whatever the engine or a page called them. */
export function servedTypeOf(mediaType: string): ServedType {
  const essence = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!SHOWN.includes(essence)) return { contentType: 'application/octet-stream', disposition: 'attachment' };
  const isText = essence === 'text/plain' || essence === 'application/json';
  return { contentType: isText ? `${essence}; charset=utf-8` : essence, disposition: 'inline' };
}
