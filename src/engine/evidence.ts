import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { CaseReader, FoundExhibit } from '../core/ports.ts';
import { isTileOf, planPyramid, readPngSize } from '../imaging/pyramid-plan.ts';
import type { EvidenceFile, EvidenceFiles } from '../rpc/evidence-files.ts';
import { readArtifactRange } from './artifact-bytes.ts';
import type { EngineContext } from './engine-context.ts';
import { parseEvidenceAddress, type EvidenceAddress, type InnerAddress } from './evidence-addresses.ts';
import type { ExhibitAccess } from './exhibit-access.ts';
import { pickThumbnail } from './exhibit-rows.ts';
import { findInner } from './inner-evidence.ts';
import type { KeptPackages } from './kept-packages.ts';
import type { PictureCache } from './picture-cache.ts';
import { MAX_PICTURE_BYTES, safeTypeOf, serveJpeg } from './served-files.ts';

interface EvidenceParts {
  readonly context: EngineContext;
  readonly pictures: PictureCache;
  readonly access: ExhibitAccess;
  readonly packages: KeptPackages;
}

/** Bytes of the vault for the window: artifacts, and pictures made from them. */
export function createEvidenceFiles({ context, pictures, access, packages }: EvidenceParts): EvidenceFiles {
  return {
    async find(address) {
      const parsed = parseEvidenceAddress(address);
      if (parsed !== undefined && 'inner' in parsed)
        return await findOrNothing(() => findInner({ context, pictures, access, packages }, parsed));
      const found = parsed === undefined ? undefined : findArtifact(context, access, parsed);
      if (parsed === undefined || found === undefined) return undefined;
      const { reader, artifact } = found;
      if (parsed.kind === 'artifact') return serveArtifact(reader, artifact);
      if (artifact.sizeBytes > MAX_PICTURE_BYTES) return undefined;
      const read = (): Promise<Uint8Array> => readWhole(reader, artifact);
      if (parsed.kind === 'thumbnail') return serveJpeg(await pictures.small(artifact.sha256, read), `${artifact.sha256}-small`);
      const plan = await planOf(reader, artifact);
      if (plan === undefined || !isTileOf(plan, parsed)) return undefined;
      const { level, column, row } = parsed;
      return serveJpeg(
        await pictures.tile(artifact.sha256, { plan, level, column, row }, read),
        `${artifact.sha256}-${level}-${column}-${row}`,
      );
    },
  };
}

/** Nothing where the address is of a case or a vault that is not there. */
async function findOrNothing(find: () => Promise<EvidenceFile | undefined>): Promise<EvidenceFile | undefined> {
  try {
    return await find();
  } catch (error) {
    if (isPugmarkError(error, 'case-unknown') || isPugmarkError(error, 'vault-closed')) return undefined;
    throw error;
  }
}

/** An artifact that a call could have named: of a case of this vault, and none of those that leave it by a named act alone. */
function findArtifact(
  context: EngineContext,
  access: ExhibitAccess,
  address: Exclude<EvidenceAddress, InnerAddress>,
): { readonly reader: CaseReader; readonly artifact: StoredArtifact } | undefined {
  try {
    const reader = context.readCase(address.case);
    // A reference may look like the id of another case.
    if (reader.summary.id !== address.case) return undefined;
    const exhibit = reader.findExhibit(address.exhibit);
    // A list shows small pictures. Whatever else there is of an exhibit is shown after the look at it is in the log.
    if (exhibit === undefined || (address.kind !== 'thumbnail' && !access.hasLooked(reader, exhibit))) return undefined;
    const artifact = address.kind === 'thumbnail' ? pickThumbnail(exhibit.artifacts) : findFile(reader, exhibit, address.name);
    return artifact === undefined || artifact.role === 'secrets' ? undefined : { reader, artifact };
  } catch (error) {
    if (isPugmarkError(error, 'case-unknown') || isPugmarkError(error, 'vault-closed')) return undefined;
    throw error;
  }
}

/** An artifact, or a derivative of one: no two of an exhibit have the same name. */
function findFile(reader: CaseReader, { artifacts, summary }: FoundExhibit, wanted: string): StoredArtifact | undefined {
  const artifact = artifacts.find(({ name }) => name === wanted);
  return artifact ?? reader.listDerivatives(summary.exhibit).find(({ file }) => file.name === wanted)?.file;
}

function serveArtifact(reader: CaseReader, artifact: StoredArtifact): EvidenceFile {
  const { sizeBytes, sha256 } = artifact;
  return {
    mediaType: safeTypeOf(artifact.mediaType),
    sizeBytes,
    etag: sha256,
    read: (range) => {
      const { start, end } = range ?? { start: 0, end: sizeBytes };
      if (start < 0 || end < start || end > sizeBytes) throw new PugmarkError('usage', `${artifact.name} has no bytes ${start} to ${end}`);
      return readArtifactRange(reader, artifact, { start, end });
    },
  };
}

const plans = new WeakMap<CaseReader, Map<string, ReturnType<typeof planPyramid>>>();

/** The pyramid of a picture, as `exhibits.read` tells it: from the size in its own header. */
async function planOf(reader: CaseReader, artifact: StoredArtifact): Promise<ReturnType<typeof planPyramid> | undefined> {
  const known = plans.get(reader) ?? new Map<string, ReturnType<typeof planPyramid>>();
  plans.set(reader, known);
  const kept = known.get(artifact.sha256);
  if (kept !== undefined) return kept;
  const size = await readPictureSize(reader, artifact);
  if (size === undefined) return undefined;
  const plan = planPyramid(size);
  known.set(artifact.sha256, plan);
  return plan;
}

/** From its first bytes; that they are those that were sealed is checked when it is shown. Undefined when it is no PNG. */
export async function readPictureSize(
  reader: CaseReader,
  artifact: StoredArtifact,
): Promise<{ readonly widthPx: number; readonly heightPx: number } | undefined> {
  for await (const piece of reader.readArtifact(artifact)) return readPngSize(piece);
  return undefined;
}

/** Throws `object-missing`, `object-changed`. */
async function readWhole(reader: CaseReader, artifact: StoredArtifact): Promise<Uint8Array> {
  const whole = new Uint8Array(artifact.sizeBytes);
  let offset = 0;
  for await (const piece of reader.readArtifact(artifact)) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
