import { parseEntryLine, type CustodyEntry } from '../core/custody/entry.ts';
import { sha256DigestSchema } from '../core/digest/digest.ts';
import type { HandedOver, RecordedReceipt } from '../core/model/hand-over.ts';
import { packageEndSchema, packageExportedSchema } from '../core/package/export-entry.ts';
import { receiptRecordedSchema } from '../core/package/receipt/receipt-entry.ts';
import type { CaseReader } from '../core/ports.ts';

type Texts = ReadonlyMap<string, string>;

/** The packages that a case sealed, oldest first, each with the receipts that were recorded for it. */
export function listHandedOver(reader: Pick<CaseReader, 'readLog' | 'readTexts'>): readonly HandedOver[] {
  const texts = new Map(reader.readTexts().map(({ origin, seq, name, text }) => [`${origin} ${seq} ${name}`, text]));
  const packages = new Map<string, { readonly made: HandedOver; readonly receipts: RecordedReceipt[] }>();
  const recipients = new Map<string, Pick<HandedOver, 'recipient' | 'profile'>>();
  for (const { origin, seq, line } of reader.readLog()) {
    if (!/"type":"(?:package|receipt)\./.test(line)) continue;
    const entry = parseEntryLine(line);
    const place = `${origin} ${seq}`;
    if (entry.type === 'package.exported') readExported(entry, place, texts, recipients);
    if (entry.type === 'package.sealed') {
      const made = readSealed(entry, recipients);
      if (made !== undefined) packages.set(made.package, { made, receipts: [] });
    }
    if (entry.type === 'receipt.recorded') {
      const receipt = readReceipt(entry, place, texts);
      if (receipt !== undefined) packages.get(receipt.package)?.receipts.push(receipt.recorded);
    }
  }
  return [...packages.values()].map(({ made, receipts }) => ({ ...made, receipts }));
}

function readExported(
  entry: CustodyEntry,
  place: string,
  texts: Texts,
  into: Map<string, Pick<HandedOver, 'recipient' | 'profile'>>,
): void {
  const details = packageExportedSchema.safeParse(entry.details).data;
  if (details === undefined) return;
  const recipient = texts.get(`${place} recipient`);
  into.set(details.package, { profile: details.profile, ...(recipient === undefined ? {} : { recipient }) });
}

function readSealed(entry: CustodyEntry, exported: ReadonlyMap<string, Pick<HandedOver, 'recipient' | 'profile'>>): HandedOver | undefined {
  const id = packageEndSchema.safeParse(entry.details).data?.package;
  const start = id === undefined ? undefined : exported.get(id);
  if (id === undefined || start === undefined || entry.digest === undefined) return undefined;
  const file = sha256DigestSchema.safeParse(entry.details['fileSha256']).data;
  return {
    package: id,
    sealedAt: entry.time,
    seal: entry.digest,
    ...(file === undefined ? {} : { fileSha256: file }),
    ...start,
    receipts: [],
  };
}

function readReceipt(
  entry: CustodyEntry,
  place: string,
  texts: Texts,
): { readonly package: string; readonly recorded: RecordedReceipt } | undefined {
  const details = receiptRecordedSchema.safeParse(entry.details).data;
  if (details === undefined || entry.digest === undefined) return undefined;
  const from = texts.get(`${place} from`);
  return {
    package: details.package,
    recorded: {
      kind: details.kind,
      digest: entry.digest,
      recordedAt: entry.time,
      ...(from === undefined ? {} : { from }),
      ...(details.receivedAt === undefined ? {} : { receivedAt: details.receivedAt }),
      ...(entry.exhibit === undefined ? {} : { exhibit: entry.exhibit }),
    },
  };
}
