import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber, type Uuid } from '../core/ids.ts';

const PREFIX = '/evidence/';
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
/** As artifacts are named (`artifactSchema`): no separators, no dot at the beginning. */
const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9_-])?$/;
const COUNT = /^(?:0|[1-9][0-9]{0,5})$/;

/** What an address below `/evidence/` names. */
export type EvidenceAddress = { readonly case: Uuid; readonly exhibit: ExhibitNumber } & (
  | { readonly kind: 'artifact'; readonly name: string }
  | { readonly kind: 'thumbnail' }
  | ({ readonly kind: 'tile'; readonly name: string } & TilePlace)
  | InnerAddress
);

/** Within a package from others that an exhibit is. Its files are told by their places in the list of the inner exhibit: no name of a sender is part of an address. */
export type InnerAddress = { readonly inner: ExhibitNumber } & (
  | { readonly kind: 'inner-thumbnail' }
  | { readonly kind: 'inner-file'; readonly place: number }
  | ({ readonly kind: 'inner-tile'; readonly place: number } & TilePlace)
);

interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

interface Named {
  readonly case: Uuid;
  readonly exhibit: ExhibitNumber;
  readonly name: string;
}

export function artifactAddress(named: Named): string {
  return buildAddress('file', named);
}

/** Of the picture that stands for an exhibit. */
export function thumbnailAddress({ case: id, exhibit }: Omit<Named, 'name'>): string {
  return `${PREFIX}${id}/${exhibit}/small`;
}

/** With `{level}`, `{column}`, `{row}` in it. */
export function tilePattern(named: Named): string {
  return `${buildAddress('tile', named)}/{level}/{column}/{row}`;
}

interface NamedInner extends Omit<Named, 'name'> {
  readonly inner: ExhibitNumber;
}

/** Of the picture that stands for an exhibit in a package from others. */
export function innerThumbnailAddress({ inner, ...named }: NamedInner): string {
  return `${PREFIX}${named.case}/${named.exhibit}/in/${inner}/small`;
}

export function innerFileAddress({ inner, place, ...named }: NamedInner & { readonly place: number }): string {
  return `${PREFIX}${named.case}/${named.exhibit}/in/${inner}/file/${place}`;
}

/** With `{level}`, `{column}`, `{row}` in it. */
export function innerTilePattern({ inner, place, ...named }: NamedInner & { readonly place: number }): string {
  return `${PREFIX}${named.case}/${named.exhibit}/in/${inner}/tile/${place}/{level}/{column}/{row}`;
}

function buildAddress(kind: string, { case: id, exhibit, name }: Named): string {
  return `${PREFIX}${id}/${exhibit}/${kind}/${name}`;
}

/**
 * Undefined for everything that the functions above do not make, letter by letter: an address comes from a window, and what is not known
 * here must never reach a file.
 */
export function parseEvidenceAddress(address: string): EvidenceAddress | undefined {
  if (!address.startsWith(PREFIX)) return undefined;
  const [id = '', number = '', kind = '', name, ...place] = address.slice(PREFIX.length).split('/');
  const parsed = parseExhibitNumber(number);
  if (!UUID.test(id) || parsed === undefined || formatExhibitNumber(parsed) !== number) return undefined;
  if (kind === 'in') return parseInner({ case: id, exhibit: number }, [name ?? '', ...place]);
  if (kind === 'small') return name === undefined ? { case: id, exhibit: number, kind: 'thumbnail' } : undefined;
  if (name === undefined || !NAME.test(name)) return undefined;
  const named = { case: id, exhibit: number, name };
  if (place.length === 0 && kind === 'file') return { ...named, kind: 'artifact' };
  if (place.length !== 3 || kind !== 'tile' || place.some((part) => !COUNT.test(part))) return undefined;
  const [level = 0, column = 0, row = 0] = place.map(Number);
  return { ...named, kind: 'tile', level, column, row };
}

function parseInner(of: { readonly case: Uuid; readonly exhibit: ExhibitNumber }, parts: readonly string[]): EvidenceAddress | undefined {
  const [inner = '', kind = '', ...counts] = parts;
  const parsed = parseExhibitNumber(inner);
  if (parsed === undefined || formatExhibitNumber(parsed) !== inner || counts.some((part) => !COUNT.test(part))) return undefined;
  if (kind === 'small') return counts.length === 0 ? { ...of, inner, kind: 'inner-thumbnail' } : undefined;
  const [place = 0, level = 0, column = 0, row = 0] = counts.map(Number);
  if (kind === 'file') return counts.length === 1 ? { ...of, inner, kind: 'inner-file', place } : undefined;
  return kind === 'tile' && counts.length === 4 ? { ...of, inner, kind: 'inner-tile', place, level, column, row } : undefined;
}
