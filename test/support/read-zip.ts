import { openPromise } from 'yauzl';

/** Bytes of one entry of a ZIP file. Throws when there is none of that name. */
export async function readZipEntry(path: string, name: string): Promise<Buffer> {
  const zip = await openPromise(path, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue;
    const pieces: Buffer[] = [];
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) pieces.push(piece);
    zip.close();
    return Buffer.concat(pieces);
  }
  throw new Error(`No ${name} in ${path}`);
}
