import { setImmediate as nextTurn } from 'node:timers/promises';
import { isPugmarkError, type PugmarkError } from '../../core/errors.ts';
import { listKeptPackages } from '../../core/package/received/kept-packages.ts';
import { openKeptPackage, type KeptPorts } from '../../core/package/received/open-kept.ts';
import { groupExhibits, readInnerExhibit, summarizeInner, type InnerExhibit } from '../../core/package/received/received-exhibit.ts';
import type { SealedContent } from '../../core/package/received/sealed-content.ts';
import type { CaseReader } from '../../core/ports.ts';
import type { IndexedPackage } from '../../core/search-ports.ts';
import type { Database } from '../database.ts';
import { deleteExhibits, endPackage, writeReceived, type ReceivedDocument, type WaitingPackage } from './received-rows.ts';

/** Of longer texts the beginning is searched. */
const MAX_PAGE_BYTES = 1024 * 1024;
/** Of one package, which anybody may have made: what goes beyond is not searched, and its entry says so. */
const MAX_EXHIBITS = 20_000;
const MAX_TEXT_BYTES = 256 * 1024 * 1024;
const AT_ONCE = 50;

/** What becomes of a package that cannot be read, by the error; of any other error the index has failed, and tries again. */
const CONTENTS: Readonly<Partial<Record<PugmarkError['code'], IndexedPackage['contents']>>> = {
  'object-missing': 'damaged',
  'object-changed': 'damaged',
  'input-unreadable': 'unreadable',
  'package-locked': 'locked',
  'package-unreadable': 'unreadable',
  'dsse-invalid': 'unreadable',
  'json-invalid': 'unreadable',
  'json-not-canonical': 'unreadable',
  'record-invalid': 'unreadable',
};

/** Takes the exhibits of one kept package into the index. `isCurrent`: false once the index was closed or made anew. Throws `io-failed`, `disk-full`. */
export async function takeInPackage(
  ports: KeptPorts,
  reader: CaseReader,
  waiting: WaitingPackage,
  { db, isCurrent }: { readonly db: Database; readonly isCurrent: () => boolean },
): Promise<void> {
  const kept = listKeptPackages(reader).find(({ exhibit }) => exhibit === waiting.exhibit);
  const end = (contents: IndexedPackage['contents'], isCut = false): void => {
    if (isCurrent()) db.transaction(() => endPackage(db, waiting.id, contents, isCut)).immediate();
  };
  // Erased meanwhile: whoever erased it makes the index anew.
  if (kept === undefined) return;
  try {
    const opened = await openKeptPackage(ports, reader, kept);
    try {
      if (!isCurrent()) return;
      db.transaction(() => deleteExhibits(db, waiting.id)).immediate();
      end('ready', await takeInExhibits(opened.content, waiting.id, { db, isCurrent }));
    } finally {
      await opened.close();
    }
  } catch (error) {
    const contents = isPugmarkError(error) ? CONTENTS[error.code] : undefined;
    if (contents === undefined) throw error;
    end(contents);
  }
}

/** True when something of it was left out. */
async function takeInExhibits(
  content: SealedContent,
  packageId: number,
  { db, isCurrent }: { readonly db: Database; readonly isCurrent: () => boolean },
): Promise<boolean> {
  const exhibits = [...groupExhibits(content)];
  let leftBytes = MAX_TEXT_BYTES;
  let isCut = exhibits.length > MAX_EXHIBITS;
  for (let at = 0; at < Math.min(exhibits.length, MAX_EXHIBITS); at += AT_ONCE) {
    const documents: ReceivedDocument[] = [];
    for (const [exhibit, paths] of exhibits.slice(at, Math.min(at + AT_ONCE, MAX_EXHIBITS))) {
      await nextTurn();
      if (!isCurrent()) return true;
      const inner = await readInner(content, exhibit, paths);
      const page = await readPage(content, inner, Math.min(MAX_PAGE_BYTES, leftBytes));
      leftBytes -= page.bytes;
      if (page.isCut) isCut = true;
      documents.push({ summary: summarizeInner(inner), hasPicture: inner.files.some(isShown), page: page.text });
    }
    if (!isCurrent()) return true;
    db.transaction(() => documents.forEach((document) => writeReceived(db, packageId, document))).immediate();
  }
  return isCut;
}

/** A record that is none is for the verification to tell: the exhibit is listed by its number. */
async function readInner(content: SealedContent, exhibit: string, paths: readonly string[]): Promise<InnerExhibit> {
  try {
    return await readInnerExhibit(content, exhibit, paths);
  } catch (error) {
    const isRecord = (['record-invalid', 'json-invalid', 'json-not-canonical', 'input-unreadable'] as const).some((code) =>
      isPugmarkError(error, code),
    );
    if (!isRecord) throw error;
    return { exhibit, files: [] };
  }
}

function isShown({ role, mediaType, name }: InnerExhibit['files'][number]): boolean {
  if (role === undefined) return mediaType === 'image/png' && name.startsWith('redacted/');
  return role.startsWith('screenshot-') || (role === 'received' && /^image\/(?:png|jpeg|webp|gif|avif)$/.test(mediaType));
}

/** Texts as seen and after scrolling, where that differs; to their ends, for only there are they known to be those that were sealed. */
async function readPage(
  content: SealedContent,
  { files }: InnerExhibit,
  maxBytes: number,
): Promise<{ readonly text: string; readonly bytes: number; readonly isCut: boolean }> {
  const texts: string[] = [];
  let bytes = 0;
  let isCut = false;
  for (const wanted of ['text', 'text-after'] as const) {
    const file = files.find(({ role }) => role === wanted);
    if (file === undefined) continue;
    const decoder = new TextDecoder();
    let text = '';
    for await (const piece of content.stream(file.path)) {
      const taken = piece.subarray(0, maxBytes - bytes);
      if (taken.length < piece.length) isCut = true;
      bytes += taken.length;
      text += decoder.decode(taken, { stream: true });
    }
    if (!texts.includes(text)) texts.push(text);
  }
  return { text: texts.join('\n'), bytes, isCut };
}
