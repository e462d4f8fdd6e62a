import { findFoundExhibit } from '../app/exhibit-service.ts';
import { PugmarkError } from '../core/errors.ts';
import { readWacz } from '../core/package/archive/read-wacz.ts';
import { WarcParser } from '../core/package/archive/warc-parser.ts';
import type { CaseReader } from '../core/ports.ts';
import { nodeDecompression } from '../packaging/decompression.ts';
import type { ExchangeItem } from '../rpc/contract/cases.ts';
import { readArtifactRange, readEnds } from './artifact-bytes.ts';
import { ExchangeList } from './exchange-list.ts';

const RECORDS = 'archive/data.warc.gz';

/**
 * What was recorded, oldest first; nothing when there is no archive. Throws `exhibit-unknown`, `object-missing`, `object-changed`,
 * `record-invalid`, `cancelled`.
 */
export async function readExchanges(reader: CaseReader, exhibit: string, signal: AbortSignal): Promise<ExchangeItem[]> {
  const archive = findFoundExhibit(reader, exhibit).artifacts.find(({ role }) => role === 'wacz');
  if (archive === undefined) return [];
  const entries = await readWacz(await readEnds(reader, archive));
  const records = entries.find(({ name }) => name === RECORDS);
  if (records === undefined) throw new PugmarkError('record-invalid', `There are no records in ${archive.name}`);
  const range = { start: records.dataOffset, end: records.dataOffset + records.sizeBytes };
  const list = new ExchangeList();
  const parser = new WarcParser(list);
  for await (const piece of nodeDecompression.gunzip(readArtifactRange(reader, archive, range))) {
    if (signal.aborted) throw new PugmarkError('cancelled', 'Cancelled');
    parser.push(piece);
  }
  parser.finish();
  return list.finish();
}
