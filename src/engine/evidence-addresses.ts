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
  | { readonly kind: 'tile'; readonly name: string; readonly level: number; readonly column: number; readonly row: number }
);

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
  if (kind === 'small') return name === undefined ? { case: id, exhibit: number, kind: 'thumbnail' } : undefined;
  if (name === undefined || !NAME.test(name)) return undefined;
  const named = { case: id, exhibit: number, name };
  if (place.length === 0 && kind === 'file') return { ...named, kind: 'artifact' };
  if (place.length !== 3 || kind !== 'tile' || place.some((part) => !COUNT.test(part))) return undefined;
  const [level = 0, column = 0, row = 0] = place.map(Number);
  return { ...named, kind: 'tile', level, column, row };
}
