import type { AttemptState } from '../core/model/case.ts';
import type { ArtifactRole } from '../core/model/artifact.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { CaseReader } from '../core/ports.ts';
import type { ExhibitRow } from '../rpc/contract/cases.ts';
import type { EngineContext } from './engine-context.ts';
import { thumbnailAddress } from './evidence-addresses.ts';

/** Pictures of an exhibit, the one that stands for it in a list first. */
const THUMBNAIL_ROLES: readonly ArtifactRole[] = ['screenshot-viewport', 'screenshot-full'];

/** An exhibit as a search gives it. */
export interface ListedExhibit {
  readonly case: string;
  readonly exhibit: string;
  readonly kind: 'capture' | 'received';
  readonly state: AttemptState;
  readonly title?: string;
  readonly requestedUrl: string;
  readonly shownUrl?: string;
  readonly host: string;
  readonly seller?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly digest?: string;
  readonly hasPicture: boolean;
  readonly hasNotes: boolean;
  readonly snippet?: readonly { readonly text: string; readonly found: boolean }[];
}

/** The row of a listed exhibit, with the address of its small picture. */
export function buildRow(context: EngineContext, listed: ListedExhibit): ExhibitRow {
  const { snippet, ...row } = listed;
  const thumbnail = listed.hasPicture ? findThumbnail(context.readCase(listed.case), listed.exhibit) : undefined;
  return {
    ...row,
    ...(snippet === undefined ? {} : { snippet: [...snippet] }),
    ...(thumbnail === undefined ? {} : { thumbnail }),
  };
}

function findThumbnail(reader: CaseReader, exhibit: string): string | undefined {
  const picture = pickThumbnail(reader.findExhibit(exhibit)?.artifacts ?? []);
  return picture === undefined ? undefined : thumbnailAddress({ case: reader.summary.id, exhibit, name: picture.name });
}

/** The artifact whose picture stands for an exhibit. */
export function pickThumbnail(artifacts: readonly StoredArtifact[]): StoredArtifact | undefined {
  const roles = THUMBNAIL_ROLES.map((role) => artifacts.find((artifact) => artifact.role === role));
  return roles.find((artifact) => artifact !== undefined);
}
