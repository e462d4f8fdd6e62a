import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import type { Random } from '../../core/ids.ts';
import type { Artifact } from '../../core/model/artifact.ts';
import type { RecordedExchange } from '../../core/model/exchange.ts';
import type { Staging } from '../../core/ports.ts';
import { targetUri } from '../../core/target-uri.ts';
import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import { buildIndex, buildIndexLine } from './cdxj.ts';
import { ExchangeRecords, newRecordId, type ExchangeRecord } from './exchange-records.ts';
import type { SecretKeeper } from './secret-keeper.ts';
import { buildWacz, WARC_NAME, type ArchivedPage } from './wacz-file.ts';
import { WarcFile } from './warc-file.ts';
import { buildMember, type GzipMember, type WarcRecord } from './warc-record.ts';
import { readFileBytes } from '../recorder/file-bytes.ts';

export interface ArchiveInput {
  /** What the archive holds, oldest first. */
  readonly exchanges: readonly RecordedExchange[];
  /** Absent when no document was loaded. */
  readonly page?: ArchivedPage;
  readonly secrets: SecretKeeper;
  readonly staging: Staging;
  /** Name and version of the writer, e.g. `pugmark/0.1.0`. */
  readonly software: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly hashing: Hashing;
  /** Aborted: stop writing; rejects with its reason. */
  readonly signal?: AbortSignal;
}

export const WACZ_NAME = 'archive.wacz';
export const SECRETS_NAME = 'secrets.json';
/** Records that are compressed while those before them are written. */
const AHEAD = 8;

/**
 * Writes exchanges as `archive.wacz` [wacz] and what was withheld from it as `secrets.json` [secrets], if anything was, with long bodies
 * in [secrets] of their own.
 * Throws `disk-full`, `io-failed` and the reason of `signal`; nothing is left of an archive that could not be written whole.
 */
export async function writeArchive(input: ArchiveInput): Promise<readonly Artifact[]> {
  const { staging, hashing, clock } = input;
  const path = join(staging.scratchFolder, `${input.random.uuid()}.${WARC_NAME}`);
  const file = await WarcFile.create(path, hashing);
  try {
    const lines = await writeRecords(file, input);
    const warc = { path, ...(await file.finish()) };
    const page = input.page && { ...input.page, url: targetUri(input.page.url) };
    const wacz = buildWacz({ warc, index: buildIndex(lines), page, software: input.software }, clock, hashing);
    const artifacts = [await staging.write({ role: 'wacz', name: WACZ_NAME, mediaType: 'application/wacz' }, wacz)];
    const secrets = input.secrets.secrets();
    if (secrets.secrets.length > 0) {
      const bytes = buildCanonicalJson(secrets);
      artifacts.push(await staging.write({ role: 'secrets', name: SECRETS_NAME, mediaType: 'application/json' }, bytes));
    }
    for (const { name, path: bodyPath } of input.secrets.files()) {
      const spec = { role: 'secrets', name, mediaType: 'application/octet-stream' } as const;
      artifacts.push(await staging.write(spec, readFileBytes(bodyPath)));
    }
    return artifacts;
  } catch (cause) {
    throw toPugmarkError(cause);
  } finally {
    await file.abandon();
    await rm(path, { force: true });
  }
}

function toPugmarkError(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (isPugmarkError(cause) || typeof code !== 'string') return cause;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new PugmarkError('disk-full', 'The archive does not fit on the disk; make room and capture again', { cause });
  return new PugmarkError('io-failed', `The archive could not be written (${code})`, { cause });
}

/** Lines of the index. Records stand in the file in the order of the exchanges. */
async function writeRecords(file: WarcFile, input: ArchiveInput): Promise<readonly string[]> {
  const { random, hashing } = input;
  const warcinfoId = newRecordId(random);
  const records = new ExchangeRecords({ random, hashing, secrets: input.secrets, warcinfoId });
  const lines: string[] = [];
  const pending: { readonly member: Promise<GzipMember>; readonly indexed: ExchangeRecord['indexed'] }[] = [];
  const writeOldest = async (): Promise<void> => {
    const next = pending.shift();
    input.signal?.throwIfAborted();
    if (next === undefined) return;
    const written = await file.append(await next.member);
    if (next.indexed !== undefined) lines.push(buildIndexLine(next.indexed, written, WARC_NAME));
  };
  const push = async (record: WarcRecord, indexed: ExchangeRecord['indexed']): Promise<void> => {
    const member = buildMember(record, hashing);
    // Looked at when its turn comes; until then a failure must not count as unhandled.
    member.catch(() => undefined);
    pending.push({ member, indexed });
    if (pending.length > AHEAD) await writeOldest();
  };
  await push(buildWarcinfo(warcinfoId, input), undefined);
  for (const exchange of input.exchanges) {
    for (const { record, indexed } of await records.build(exchange)) await push(record, indexed);
  }
  while (pending.length > 0) await writeOldest();
  return lines;
}

function buildWarcinfo(id: string, input: ArchiveInput): WarcRecord {
  const block = [
    ['software', input.software],
    ['format', 'WARC File Format 1.1'],
    ['conformsTo', 'http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/'],
    ['description', 'Bodies are stored after content decoding; see the metadata record of each exchange'],
  ];
  return {
    fields: [
      ['WARC-Type', 'warcinfo'],
      ['WARC-Record-ID', id],
      ['WARC-Date', input.clock.now()],
      ['WARC-Filename', WARC_NAME],
      ['Content-Type', 'application/warc-fields'],
    ],
    head: new Uint8Array(),
    body: toUtf8(block.map(([name, value]) => `${name}: ${value}\r\n`).join('')),
    bodyType: 'application/warc-fields',
  };
}
