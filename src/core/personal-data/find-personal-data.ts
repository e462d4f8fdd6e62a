import { assertNever, PugmarkError } from '../errors.ts';
import type { Decompression } from '../package/package-source.ts';
import type { PersonalDataFinding, PersonalDataKind } from './finding.ts';
import { foldText } from './fold-text.ts';
import { buildKnownValues, type KnownValues } from './known-values.ts';
import { findPatterns } from './patterns.ts';
import { readPdfParts, readPdfStrings } from './pdf-parts.ts';
import { decodeText, readTexts, type TextView } from './text-views.ts';
import { Unpacking, type ContainedPart } from './unpacking.ts';
import { readZipParts } from './zip-parts.ts';

/** Everything that would go out. */
export interface OutgoingFiles {
  /** With the names under which they go out: those are looked at too. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** What the case knows of persons (`collectKnownValues`). */
  readonly known: readonly string[];
  /** What a person decided to let out (their contact); whatever of `known` stands in it is found all the same. */
  readonly allowed?: readonly string[];
}

/** Containers in containers. */
const MAX_DEPTH = 4;
/** Texts that were encoded and encoded again. */
const MAX_ENCODINGS = 3;
const PICTURES: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
  [0x49, 0x49, 0x2a, 0x00],
  [0x4d, 0x4d, 0x00, 0x2a],
];

/**
 * Looks through every byte of what would go out for personal data: by its form, and by what the case knows. An empty list says that this search found
 * nothing, not that a reader could not guess somebody. Throws nothing for hostile bytes: what cannot be read is a finding.
 */
export async function findPersonalData(decompression: Decompression, outgoing: OutgoingFiles): Promise<readonly PersonalDataFinding[]> {
  const search: Search = {
    known: buildKnownValues(outgoing.known),
    allowed: (outgoing.allowed ?? []).map(foldText).filter((text) => text.trim() !== ''),
  };
  const findings: PersonalDataFinding[] = [];
  for (const [index, { path, bytes }] of outgoing.files.entries()) {
    const named = searchText(search, path, 0);
    const shown = named.length === 0 ? path : `file ${index + 1}`;
    findings.push(...named.map(({ kind }) => ({ path: shown, place: 'name', kind })));
    const found = await searchBytes(search, bytes, { unpacking: new Unpacking(decompression), depth: 0 });
    findings.push(...found.map((one) => ({ path: shown, ...one })));
  }
  const seen = new Set<string>();
  return findings.filter(({ path, place, kind }) => {
    const key = JSON.stringify([path, place, kind]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Throws `personal-data-found` naming file, place and kind of the first finding, and how many there are; never what was found. */
export function assertNoPersonalData(findings: readonly PersonalDataFinding[]): void {
  const [first] = findings;
  if (first === undefined) return;
  const { path, place, kind } = first;
  throw new PugmarkError(
    'personal-data-found',
    `What would go out holds personal data: ${kind} in ${path} (${place})${findings.length > 1 ? `, and ${findings.length - 1} more` : ''}; nothing was written`,
    { details: { path, place, kind, findings: findings.length } },
  );
}

interface Search {
  readonly known: KnownValues;
  readonly allowed: readonly string[];
}
type Found = Pick<PersonalDataFinding, 'place' | 'kind'>;

async function searchBytes(
  search: Search,
  bytes: Uint8Array,
  { unpacking, depth }: { readonly unpacking: Unpacking; readonly depth: number },
): Promise<readonly Found[]> {
  if (depth > MAX_DEPTH) return [{ place: 'nested containers', kind: 'unreadable' }];
  if (isPicture(bytes)) return [{ place: 'whole file', kind: 'picture' }];
  if (startsWith(bytes, [0x1f, 0x8b])) return [{ place: 'gzip', kind: 'unreadable' }];
  const parts = await readParts(bytes, unpacking);
  if (parts === undefined) return readTexts(bytes).flatMap((view) => searchView(search, view, 0));
  const found: Found[] = [];
  for (const part of parts) {
    const inside = await searchPart(search, part, { unpacking, depth: depth + 1 });
    // Names of contained files go out as well, and may be what is found.
    const named = searchText(search, part.place, 0);
    const shown = named.length === 0 ? part.place : 'a contained file';
    found.push(...named.map(({ kind }) => ({ place: `${shown} > name`, kind })));
    found.push(...inside.map(({ place, kind }) => ({ place: `${shown} > ${place}`, kind })));
  }
  return found;
}

async function readParts(bytes: Uint8Array, unpacking: Unpacking): Promise<readonly ContainedPart[] | undefined> {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) return readZipParts(bytes, unpacking);
  return startsWith(bytes, [0x25, 0x50, 0x44, 0x46]) ? readPdfParts(bytes, unpacking) : undefined;
}

async function searchPart(
  search: Search,
  { content, as }: ContainedPart,
  within: { readonly unpacking: Unpacking; readonly depth: number },
): Promise<readonly Found[]> {
  if (as === 'picture') return [{ place: 'whole', kind: 'picture' }];
  if (content === undefined) return [{ place: 'whole', kind: 'unreadable' }];
  switch (as) {
    case 'file':
      return searchBytes(search, content, within);
    case 'pdf-strings':
      return searchView(search, { place: 'strings', text: readPdfStrings(content) }, 0);
    case 'font':
      // Its maker stands in it, who is nobody of the case; outlines look like anything.
      return readTexts(content).some(({ text }) => search.known.isIn(foldText(text))) ? [{ place: 'font', kind: 'known-value' }] : [];
    default:
      return assertNever(as);
  }
}

function searchView(search: Search, view: TextView, depth: number): readonly Found[] {
  return searchText(search, view.text, depth).map(({ place, kind }) => ({
    place: place === '' ? view.place : `${view.place} > ${place}`,
    kind,
  }));
}

/** The text itself, then what it says when it is decoded, a few times over. */
function searchText(search: Search, text: string, depth: number): readonly Found[] {
  const folded = foldText(text);
  const kinds: PersonalDataKind[] = [...findPatterns(search.allowed.reduce((rest, allowed) => rest.replaceAll(allowed, ' '), folded))];
  if (search.known.isIn(folded)) kinds.push('known-value');
  const here = kinds.map((kind) => ({ place: '', kind }));
  if (depth >= MAX_ENCODINGS) return here;
  const decoded = decodeText(text).flatMap((view) => searchView(search, view, depth + 1));
  // Decoding leaves most of a text as it is: what stands there plainly is told once.
  return [...here, ...decoded.filter(({ kind }) => !kinds.includes(kind))];
}

function isPicture(bytes: Uint8Array): boolean {
  const webp = startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]);
  const isoMedia = startsWith(bytes.subarray(4), [0x66, 0x74, 0x79, 0x70]);
  return webp || isoMedia || PICTURES.some((magic) => startsWith(bytes, magic));
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
