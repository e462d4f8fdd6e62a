import { parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import { parseEntryLine } from '../core/custody/entry.ts';
import { concatBytes } from '../core/digest/encoding.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import { receivedRecordSchema, type ReceivedRecord } from '../core/model/received-record.ts';
import type { CaseReader, FoundExhibit } from '../core/ports.ts';

/** Throws `object-missing`, `object-changed`, `record-invalid` when what is stored is not what was sealed. */
export async function readReceivedRecord(reader: CaseReader, found: FoundExhibit): Promise<ReceivedRecord> {
  const { exhibit } = found.summary;
  const stored = found.artifacts.find(({ role }) => role === 'record');
  if (stored === undefined) throw new PugmarkError('object-missing', `The record of ${exhibit} is not in the vault; run a check`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of reader.readArtifact(stored)) chunks.push(chunk);
  return parseCanonicalJson(concatBytes(...chunks), receivedRecordSchema, `${exhibit} ${stored.name}`);
}

/** What the person said of where a received file comes from; undefined when nothing was said, or the text was erased. */
export function findOrigin(reader: CaseReader, exhibit: ExhibitNumber): string | undefined {
  const texts = reader.readTexts().filter(({ name }) => name === 'origin');
  if (texts.length === 0) return undefined;
  const added = reader.readLog().find(({ line }) => {
    const entry = line.includes('"type":"file.added"') ? parseEntryLine(line) : undefined;
    return entry?.type === 'file.added' && entry.exhibit === exhibit;
  });
  return texts.find(({ origin, seq }) => origin === added?.origin && seq === added.seq)?.text;
}
