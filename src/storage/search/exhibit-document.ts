import { z } from 'zod';
import { isPugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber } from '../../core/ids.ts';
import { pageFactsSchema } from '../../core/model/capture-record.ts';
import type { ExhibitSummary, StoredArtifact } from '../../core/model/case.ts';
import { findSeller } from '../../core/model/find-seller.ts';
import type { CaseReader } from '../../core/ports.ts';

/** Of longer texts the beginning is searched. */
const MAX_PAGE_BYTES = 1024 * 1024;
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** What the index takes in of one exhibit. */
export interface ExhibitDocument {
  readonly summary: ExhibitSummary;
  readonly hasPicture: boolean;
  readonly seller?: string;
  /** Text of the page as seen, and after scrolling where that differs. */
  readonly page: string;
  readonly notes: readonly string[];
  /** Words of statements that go with it. */
  readonly said: readonly string[];
  /** Scientific names in statements that go with it, each once, sorted. */
  readonly species: readonly string[];
}

/** Undefined when the case has no such exhibit. What cannot be read of it is left out: the index is no judge of the evidence. */
export async function readExhibitDocument(
  reader: CaseReader,
  exhibit: ExhibitNumber,
  byPeople: Pick<ExhibitDocument, 'notes' | 'said' | 'species'>,
): Promise<ExhibitDocument | undefined> {
  const found = reader.findExhibit(exhibit);
  if (found === undefined) return undefined;
  const { summary, artifacts } = found;
  const texts: string[] = [];
  for (const role of ['text', 'text-after'] as const) {
    const text = await readText(
      reader,
      artifacts.find((artifact) => artifact.role === role),
      MAX_PAGE_BYTES,
    );
    if (text !== undefined && !texts.includes(text)) texts.push(text);
  }
  const seller =
    summary.kind === 'capture'
      ? await readSeller(
          reader,
          artifacts.find(({ role }) => role === 'record'),
        )
      : undefined;
  return {
    summary,
    hasPicture: artifacts.some(isPicture),
    ...(seller === undefined ? {} : { seller }),
    page: texts.join('\n').slice(0, MAX_PAGE_BYTES),
    ...byPeople,
  };
}

function isPicture({ role, mediaType }: StoredArtifact): boolean {
  return role.startsWith('screenshot-') || (role === 'received' && /^image\/(?:png|jpeg|webp|gif|avif)$/.test(mediaType));
}

const recordSchema = z.object({ observation: z.object({ page: pageFactsSchema.optional() }) });

async function readSeller(reader: CaseReader, record: StoredArtifact | undefined): Promise<string | undefined> {
  if (record === undefined || record.sizeBytes > MAX_RECORD_BYTES) return undefined;
  const text = await readText(reader, record, MAX_RECORD_BYTES);
  if (text === undefined) return undefined;
  try {
    const { page } = recordSchema.parse(JSON.parse(text)).observation;
    return page === undefined ? undefined : findSeller(page);
  } catch (error) {
    // A record that is none is for `check` to tell.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function readText(reader: CaseReader, artifact: StoredArtifact | undefined, maxBytes: number): Promise<string | undefined> {
  if (artifact === undefined) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const piece of reader.readArtifact(artifact)) {
      bytes += piece.length;
      text += decoder.decode(piece, { stream: true });
      if (bytes >= maxBytes) break;
    }
  } catch (error) {
    if (isPugmarkError(error)) return undefined;
    throw error;
  }
  return text;
}
