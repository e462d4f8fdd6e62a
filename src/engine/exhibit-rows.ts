import type { ArtifactRole } from '../core/model/artifact.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { CaseReader, FoundExhibit } from '../core/ports.ts';
import type { IndexedExhibit } from '../core/search-ports.ts';
import type { ExhibitRow } from '../rpc/contract/cases.ts';
import type { EngineContext } from './engine-context.ts';
import { thumbnailAddress } from './evidence-addresses.ts';

/** What stands for an exhibit in a list, the best first. */
export const THUMBNAIL_ROLES: readonly ArtifactRole[] = [
  'screenshot-viewport',
  'screenshot-full',
  'screenshot-inner',
  'screenshot-tile',
  'received',
];
/** What a small picture is made of. */
export const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Exhibits as the search gives them, with the addresses of their small pictures. */
export function buildRows(context: EngineContext, listed: readonly IndexedExhibit[]): ExhibitRow[] {
  const ids = new Map(
    context
      .vault()
      .listCases()
      .map(({ reference, id }) => [reference, id]),
  );
  return listed.map(({ snippet, ...row }) => {
    const id = ids.get(row.case);
    return {
      ...row,
      ...(snippet === undefined ? {} : { snippet: snippet.map((piece) => ({ ...piece })) }),
      ...(row.hasPicture && id !== undefined ? { thumbnail: thumbnailAddress({ case: id, exhibit: row.exhibit }) } : {}),
    };
  });
}

/** One exhibit from its case alone: the search may not have it yet. */
export function buildRowOf(reader: CaseReader, { summary, artifacts }: FoundExhibit): ExhibitRow {
  const { exhibit, kind, state, title, requestedUrl, shownUrl, startedAt, endedAt, digest } = summary;
  const hasPicture = pickThumbnail(artifacts) !== undefined;
  return {
    case: reader.summary.reference,
    exhibit,
    kind,
    state,
    ...(title === undefined ? {} : { title }),
    requestedUrl,
    ...(shownUrl === undefined ? {} : { shownUrl }),
    host: hostOf(shownUrl ?? requestedUrl),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(digest === undefined ? {} : { digest }),
    ...(summary.erased === true ? { erased: true } : {}),
    hasPicture,
    hasNotes: reader.listNotes(exhibit).length > 0,
    ...(hasPicture ? { thumbnail: thumbnailAddress({ case: reader.summary.id, exhibit }) } : {}),
  };
}

/** The artifact whose picture stands for an exhibit. */
export function pickThumbnail(artifacts: readonly StoredArtifact[]): StoredArtifact | undefined {
  const pictures = artifacts.filter(({ mediaType }) => PICTURE_TYPES.has(mediaType));
  return THUMBNAIL_ROLES.map((role) => pictures.find((artifact) => artifact.role === role)).find((artifact) => artifact !== undefined);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
