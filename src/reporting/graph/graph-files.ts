import type { Sha256Digest, Sha512Digest } from '../../core/digest/digest.ts';
import type { ReportArtifact } from '../../core/package/report-input.ts';
import type { GraphGround } from './graph-ground.ts';
import { type GraphNode, hexBinary, type NodeRef, only } from './graph-node.ts';

const RASTER: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];

/** An artifact, or a copy that was made of one. */
type ListedFile = Omit<ReportArtifact, 'role'> & Partial<Pick<ReportArtifact, 'role'>>;

/** What else is known of a file than what its listing says. */
export interface FileFacts {
  /** Only where the record says it. */
  readonly size?: { readonly widthPx: number; readonly heightPx: number };
  readonly derivedFrom?: readonly NodeRef[];
}

/** A file of the package with its digests, as a record lists it; a picture as picture. A redacted copy has no role. */
export function buildFile(ground: GraphGround, artifact: ListedFile, facts: FileFacts = {}): GraphNode {
  const { role, name, mediaType, sizeBytes, sha256, sha512, path } = artifact;
  const { ids } = ground;
  const file = ground.file(path);
  const isRaster = RASTER.includes(mediaType);
  const picture = only({
    'observable:pictureType': mediaType.slice('image/'.length),
    'observable:pictureWidth': facts.size?.widthPx,
    'observable:pictureHeight': facts.size?.heightPx,
  });
  return {
    ...file,
    '@type': isRaster ? 'observable:RasterPicture' : 'observable:File',
    'core:name': name,
    ...only({ 'pugmark:role': role, 'investigation:wasDerivedFrom': facts.derivedFrom }),
    'core:hasFacet': [
      buildFileFacet(ground, path, sizeBytes),
      {
        ...ids.within(file, 'content'),
        '@type': 'observable:ContentDataFacet',
        'observable:mimeType': mediaType,
        'observable:sizeInBytes': sizeBytes,
        'observable:hash': [buildHash(ground, file, 'SHA256', sha256), buildHash(ground, file, 'SHA512', sha512)],
      },
      ...(isRaster ? [{ ...ids.within(file, 'raster'), '@type': 'observable:RasterPictureFacet', ...picture }] : []),
    ],
  };
}

/** A file of the package of which no more than its path, and at most its digest, is known here: a time stamp, a note of the log. */
export function buildPlainFile(ground: GraphGround, path: string, sha256?: Sha256Digest): GraphNode {
  const file = ground.file(path);
  const content: readonly GraphNode[] =
    sha256 === undefined
      ? []
      : [
          {
            ...ground.ids.within(file, 'content'),
            '@type': 'observable:ContentDataFacet',
            'observable:hash': buildHash(ground, file, 'SHA256', sha256),
          },
        ];
  return { ...file, '@type': 'observable:File', 'core:hasFacet': [buildFileFacet(ground, path), ...content] };
}

export function buildHash(
  ground: GraphGround,
  owner: NodeRef,
  method: 'SHA256' | 'SHA512',
  digest: Sha256Digest | Sha512Digest,
): GraphNode {
  return {
    ...ground.ids.within(owner, method),
    '@type': 'types:Hash',
    'types:hashMethod': method,
    'types:hashValue': hexBinary(digest),
  };
}

function buildFileFacet(ground: GraphGround, path: string, sizeBytes?: number): GraphNode {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  return {
    ...ground.ids.within(ground.file(path), 'file'),
    '@type': 'observable:FileFacet',
    'observable:fileName': fileName,
    'observable:filePath': path,
    ...only({ 'observable:extension': /\.([a-z0-9]+)$/.exec(fileName)?.[1], 'observable:sizeInBytes': sizeBytes }),
  };
}
