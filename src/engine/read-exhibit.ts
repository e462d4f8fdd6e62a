import { readExhibitErasure } from '../app/erasure.ts';
import { readExhibit, type ShownExhibit } from '../app/exhibit-service.ts';
import type { ArtifactRole } from '../core/model/artifact.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { CaptureRecord } from '../core/model/capture-record.ts';
import type { CaseReader, FoundExhibit } from '../core/ports.ts';
import { planPyramid } from '../imaging/pyramid-plan.ts';
import type { ExhibitDetail } from '../rpc/contract/cases.ts';
import { artifactAddress, tilePattern } from './evidence-addresses.ts';
import { readPictureSize } from './evidence.ts';
import { buildRowOf } from './exhibit-rows.ts';

/** Pictures of ours, in the order in which a person looks at them. What was loaded by the page is shown as a file. */
const PICTURE_ROLES: readonly ArtifactRole[] = ['screenshot-full', 'screenshot-viewport', 'screenshot-inner', 'received'];

/** Everything of one exhibit but its bytes. Throws as `readExhibit`. */
export async function readExhibitDetail(reader: CaseReader, exhibit: string): Promise<ExhibitDetail> {
  const { found, record, received } = await readExhibit(reader, exhibit);
  const { artifacts, sealedAt, summary } = found;
  const named = { case: reader.summary.id, exhibit: summary.exhibit };
  const { openedFrom, opened } = reader.findOpenings(summary.exhibit);
  const erasure = summary.erased === true ? readExhibitErasure(reader, summary.exhibit) : undefined;
  return {
    row: buildRowOf(reader, found),
    ...(sealedAt === undefined ? {} : { sealedAt }),
    ...tellTimes(reader, found, record),
    artifacts: artifacts.map(({ role, name, mediaType, sizeBytes, sha256, sha512 }) => {
      // Passwords and cookies leave the vault by a named act alone.
      const address = role === 'secrets' ? '' : artifactAddress({ ...named, name });
      return { role, name, mediaType, sizeBytes, sha256, sha512, address };
    }),
    ...(record === undefined ? {} : { record }),
    ...(received === undefined ? {} : { received: tellReceived(received) }),
    pictures: await listPictures(reader, named, artifacts, record),
    ...(erasure === undefined ? {} : { erasure }),
    notes: reader.listNotes(summary.exhibit).map((note) => ({ ...note })),
    ...(openedFrom === undefined ? {} : { openedFrom }),
    opened: [...opened],
  };
}

/** What the tokens over the start of its session and over the log say of it. */
function tellTimes(
  reader: CaseReader,
  { sealedAt, summary }: FoundExhibit,
  record: CaptureRecord | undefined,
): Pick<ExhibitDetail, 'time' | 'bracket'> {
  if (sealedAt === undefined) return { time: 'none' };
  const { state, tokens } = reader.findTime({ exhibit: summary.exhibit });
  const [upper] = tokens;
  const named = record?.session.tokenDigest;
  const lower =
    record === undefined || named === undefined
      ? undefined
      : reader.listSessionTokens(record.session.id).find(({ digest }) => digest === named);
  if (upper === undefined && lower === undefined) return { time: state };
  const authorities = [...new Set([...tokens, ...(lower === undefined ? [] : [lower])].map(({ authority }) => authority))];
  return {
    time: state,
    bracket: {
      ...(lower === undefined ? {} : { notBefore: lower.genTime }),
      ...(upper === undefined ? {} : { notAfter: upper.genTime }),
      authorities,
    },
  };
}

function tellReceived({ record: { givenName, mediaTypeBy }, origin }: NonNullable<ShownExhibit['received']>): ExhibitDetail['received'] {
  return { givenName, mediaTypeBy, ...(origin === undefined ? {} : { origin }) };
}

async function listPictures(
  reader: CaseReader,
  named: { readonly case: string; readonly exhibit: string },
  artifacts: readonly StoredArtifact[],
  record: CaptureRecord | undefined,
): Promise<ExhibitDetail['pictures']> {
  const pictures: ExhibitDetail['pictures'] = [];
  for (const role of PICTURE_ROLES) {
    for (const artifact of artifacts.filter((one) => one.role === role)) {
      const size = record?.observation.recipes.find(({ name }) => name === artifact.name) ?? (await readPictureSize(reader, artifact));
      if (size === undefined) continue;
      const pyramid = { ...planPyramid(size), addressPattern: tilePattern({ ...named, name: artifact.name }) };
      pictures.push({ name: artifact.name, role, pyramid });
    }
  }
  return pictures;
}
