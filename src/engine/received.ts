import { findFoundExhibit } from '../app/exhibit-service.ts';
import { concatBytes } from '../core/digest/encoding.ts';
import { listKeptPackages, type KeptPackage } from '../core/package/received/kept-packages.ts';
import { summarizeInner } from '../core/package/received/received-exhibit.ts';
import type { CaseReader } from '../core/ports.ts';
import type { IndexedPackage, IndexedReceived } from '../core/search-ports.ts';
import type { RECEIVED_CALLS, ReceivedExhibit, ReceivedPackage, ReceivedRow } from '../rpc/contract/received.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { innerFileAddress, innerThumbnailAddress } from './evidence-addresses.ts';
import type { ExhibitAccess } from './exhibit-access.ts';
import { listInnerPictures, pickInnerThumbnail } from './inner-pictures.ts';
import type { KeptPackages, ReadKept } from './kept-packages.ts';
import { readReceivedTimeline } from './received-timeline.ts';
import { catchUp } from './search.ts';

const MAX_TEXT_BYTES = 1024 * 1024;

interface ReceivedParts {
  readonly context: EngineContext;
  readonly access: ExhibitAccess;
  readonly packages: KeptPackages;
}

/** Packages from others: they are read, and nothing of them is ever changed, captured into, described or exported as own. */
export function createReceivedHandlers(parts: ReceivedParts): Pick<Handlers, keyof typeof RECEIVED_CALLS> {
  const { context, access, packages } = parts;
  /** After the look at the exhibit that the package is stands in the custody log. */
  const open = async (reference: string, exhibit: string): Promise<ReadKept & { readonly reader: CaseReader }> => {
    const reader = context.readCase(reference);
    access.look(reader, findFoundExhibit(reader, exhibit));
    return { ...(await packages.open(reader, exhibit)), reader };
  };
  return {
    'received.list': async () => {
      // What is still being read is told anew when it has been.
      await catchUp(context, context.vault().openSearch());
      return listReceived(context);
    },
    'received.open': async ({ case: reference, exhibit }) => {
      const { reader, kept } = await open(reference, exhibit);
      return tellPackage(context, reader, kept);
    },
    'received.search': async ({ fromDay, toDay, package: ofPackage, ...query }) => {
      const index = context.vault().openSearch();
      await catchUp(context, index);
      const { total, rows } = index.searchReceived({
        ...query,
        ...(fromDay === undefined ? {} : { fromDay }),
        ...(toDay === undefined ? {} : { toDay }),
        ...(ofPackage === undefined ? {} : { package: ofPackage }),
      });
      return { total, rows: rows.map((row) => tellRow(context, row)) };
    },
    'received.read': async ({ case: reference, exhibit, inner }) => await tellExhibit(context, await open(reference, exhibit), inner),
    'received.text': async ({ case: reference, exhibit, inner }) => await readText(await open(reference, exhibit), inner),
    'received.timeline': async ({ case: reference, exhibit, inner }) =>
      await readReceivedTimeline((await open(reference, exhibit)).content, inner),
  };
}

/** Kept packages of all cases, newest first. */
function listReceived(context: EngineContext): ReceivedPackage[] {
  return context
    .vault()
    .listCases()
    .flatMap(({ id }) => {
      const reader = context.readCase(id);
      return listKeptPackages(reader).map((kept) => tellPackage(context, reader, kept));
    })
    .toSorted((a, b) => b.receivedAt.localeCompare(a.receivedAt));
}

function tellPackage(context: EngineContext, { summary }: CaseReader, kept: KeptPackage): ReceivedPackage {
  const vault = context.vault();
  const { exhibit, artifact, seal: _, ...told } = kept;
  const senderUnit = vault.listRecipients().find(({ receiptKey }) => receiptKey === kept.sender)?.unit;
  const { contents, exhibits, isCut } = findIndexed(context, summary.reference, exhibit) ?? {
    contents: 'reading',
    exhibits: 0,
    isCut: false,
  };
  return {
    case: summary.reference,
    exhibit,
    practice: summary.practice,
    ...told,
    ...(senderUnit === undefined ? {} : { senderUnit }),
    contents,
    exhibits,
    isCut,
    sizeBytes: artifact.sizeBytes,
  };
}

function findIndexed(context: EngineContext, reference: string, exhibit: string): IndexedPackage | undefined {
  return context
    .vault()
    .openSearch()
    .listReceived()
    .find((one) => one.case === reference && one.exhibit === exhibit);
}

function tellRow(context: EngineContext, { snippet, ...row }: IndexedReceived): ReceivedRow {
  const id = context.vault().findCase(row.case)?.id;
  const address = id === undefined ? undefined : innerThumbnailAddress({ case: id, exhibit: row.package, inner: row.exhibit });
  return {
    ...row,
    ...(snippet === undefined ? {} : { snippet: snippet.map((piece) => ({ ...piece })) }),
    ...(row.hasPicture && address !== undefined ? { thumbnail: address } : {}),
  };
}

async function tellExhibit(
  context: EngineContext,
  read: ReadKept & { readonly reader: CaseReader },
  inner: string,
): Promise<ReceivedExhibit> {
  const { reader, kept, content } = read;
  const found = await read.readExhibit(inner);
  const { record, received, files } = found;
  const named = { case: reader.summary.id, exhibit: kept.exhibit, inner: found.exhibit };
  const { documentUrl: _, ...summary } = summarizeInner(found);
  const hasPicture = pickInnerThumbnail(files) !== undefined;
  const url = summary.shownUrl ?? summary.requestedUrl;
  return {
    from: tellPackage(context, reader, kept),
    row: {
      case: reader.summary.reference,
      package: kept.exhibit,
      ...(kept.senderCase === undefined ? {} : { senderCase: kept.senderCase }),
      ...summary,
      host: URL.canParse(url) ? new URL(url).host : '',
      hasPicture,
      ...(hasPicture ? { thumbnail: innerThumbnailAddress(named) } : {}),
    },
    ...(record === undefined ? {} : { record }),
    ...(received === undefined ? {} : { givenName: received.givenName }),
    files: files.map(({ name, role, mediaType, sizeBytes, sha256 }, place) => {
      const address = innerFileAddress({ ...named, place });
      return { name, ...(role === undefined ? {} : { role }), mediaType, sizeBytes, sha256, address };
    }),
    pictures: await listInnerPictures(content, named, found),
    hasText: files.some(({ role }) => role === 'text'),
  };
}

/** Text of the page as seen, to its end: only there is it known to be what was sealed. */
async function readText(read: ReadKept, inner: string): Promise<{ text: string; cut: boolean }> {
  const file = (await read.readExhibit(inner)).files.find(({ role }) => role === 'text');
  if (file === undefined) return { text: '', cut: false };
  const pieces: Uint8Array[] = [];
  let keptBytes = 0;
  for await (const piece of read.content.stream(file.path)) {
    const taken = piece.slice(0, MAX_TEXT_BYTES - keptBytes);
    if (taken.length > 0) pieces.push(taken);
    keptBytes += taken.length;
  }
  const cut = file.sizeBytes > keptBytes;
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(concatBytes(...pieces), { stream: cut }), cut };
}
