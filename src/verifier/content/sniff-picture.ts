const FORMS: readonly (readonly [type: string, at: number, mark: string])[] = [
  ['image/png', 0, '\u0089PNG\r\n\u001a\n'],
  ['image/jpeg', 0, '\u00ff\u00d8\u00ff'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBP'],
];

/**
 * Type of a picture by its first bytes; undefined for everything else. Vector pictures are programs to be drawn, and a package may come from anybody: no
 * name and no record makes a picture of what is none.
 */
export function sniffPicture(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return FORMS.find(([type, at, mark]) => head.startsWith(mark, at) && (type !== 'image/webp' || head.startsWith('RIFF')))?.[0];
}
