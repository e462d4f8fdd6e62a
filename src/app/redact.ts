import { concatBytes, parseUtf8, toUtf8 } from '../core/digest/encoding.ts';
import { PugmarkError } from '../core/errors.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { StoredDerivative } from '../core/model/derivative.ts';
import type { CaseReader, CaseStore, ImageCodec } from '../core/ports.ts';
import { maskKindOf } from '../core/redaction/build-redaction.ts';
import { refuseMask } from '../core/redaction/mask-problem.ts';
import type { Mask } from '../core/redaction/redaction.ts';
import { redactText } from '../core/redaction/redact-text.ts';
import { findFoundExhibit } from './exhibit-service.ts';

export interface RedactRequest {
  readonly exhibit: string;
  /** Name of the artifact. */
  readonly artifact: string;
  readonly masks: readonly Mask[];
  /** Of a text: the same characters are covered wherever they stand. */
  readonly everywhere?: boolean;
}

/**
 * Burns masks into a copy of a picture or a text and keeps it; the original stays as it is. Throws `exhibit-unknown`, `artifact-unknown`,
 * `mask-refused`, `object-missing`, `object-changed`, `png-invalid`, `record-invalid`, `disk-full`, `io-failed`; nothing is kept then.
 */
export async function redact(images: Pick<ImageCodec, 'burnIn'>, store: CaseStore, request: RedactRequest): Promise<StoredDerivative> {
  const { summary, artifacts } = findFoundExhibit(store, request.exhibit);
  const artifact = artifacts.find(({ name }) => name === request.artifact);
  if (artifact === undefined)
    throw new PugmarkError('artifact-unknown', `${summary.exhibit} has no file ${JSON.stringify(request.artifact)}: see "pugmark show"`);
  const kind = maskKindOf(artifact);
  if (kind === undefined) throw refuseMask('not-redactable');
  const original = await readWhole(store, artifact);
  const made = kind === 'box' ? await redactPicture(images, original, request) : redactPage(original, request);
  const { derivative } = await store.keepDerivative({ exhibit: summary.exhibit, original: artifact.name, ...made });
  return derivative;
}

type Made = { readonly masks: readonly Mask[]; readonly mediaType: string; readonly bytes: Uint8Array };

async function redactPicture(images: Pick<ImageCodec, 'burnIn'>, original: Uint8Array, { masks }: RedactRequest): Promise<Made> {
  const { png } = await images.burnIn(original, masks);
  return { masks, mediaType: 'image/png', bytes: png };
}

function redactPage(original: Uint8Array, { masks, everywhere = false }: RedactRequest): Made {
  const { text, markers } = redactText(parseUtf8(original), masks, { everywhere });
  return { masks: markers, mediaType: 'text/plain; charset=utf-8', bytes: toUtf8(text) };
}

/** To its end, where its digest is known to be right. */
async function readWhole(reader: CaseReader, artifact: StoredArtifact): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of reader.readArtifact(artifact)) pieces.push(piece);
  return concatBytes(...pieces);
}
