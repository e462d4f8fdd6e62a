import { saveBlob } from '../page/file-table.ts';
import type { PlainSink } from './decryption.ts';

interface SaveHandle {
  createWritable(): Promise<FileSystemWritableFileStream>;
}

/** True where a file can be written as it comes; elsewhere the whole package is held by the browser first. */
export function canWriteFiles(): boolean {
  return 'showSaveFilePicker' in globalThis;
}

/** Asks where to keep the package. Call it in the click itself. Undefined when the person changes their mind. */
export async function chooseSink(name: string): Promise<PlainSink | undefined> {
  if (!canWriteFiles()) return gatherForDownload(name);
  try {
    const handle = await askForFile(name);
    const stream = await handle.createWritable();
    return { write: (bytes) => stream.write(bytes), close: () => stream.close(), abort: () => stream.abort() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

async function askForFile(name: string): Promise<SaveHandle> {
  const types = [{ description: 'ZIP', accept: { 'application/zip': ['.zip'] } }];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of the DOM do not know it
  const ask = Reflect.get(globalThis, 'showSaveFilePicker') as (options: object) => Promise<SaveHandle>;
  return await ask.call(globalThis, { suggestedName: name, types });
}

/** Browsers put large blobs on the disk by themselves. */
function gatherForDownload(name: string): PlainSink {
  let blobs: Blob[] = [];
  return {
    write: async (bytes) => void blobs.push(await Promise.resolve(new Blob([bytes]))),
    close: async () => await Promise.resolve(saveBlob(new Blob(blobs, { type: 'application/zip' }), name)),
    abort: async () => {
      blobs = await Promise.resolve([]);
    },
  };
}
