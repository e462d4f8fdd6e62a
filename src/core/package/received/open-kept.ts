import type { Hashing } from '../../digest/digest.ts';
import { PugmarkError } from '../../errors.ts';
import type { CaseReader } from '../../ports.ts';
import { isBagLike } from '../bag/open-bag.ts';
import { AGE_FIRST_LINE, isAgeFile } from '../encryption/encryption.ts';
import type { Decompression } from '../package-source.ts';
import { readZip } from '../read-zip.ts';
import type { KeptPackage } from './kept-packages.ts';
import { openSealedContent, type SealedContent } from './sealed-content.ts';

export interface KeptPorts {
  readonly hashing: Pick<Hashing, 'sha256' | 'startSha256'>;
  readonly decompression: Decompression;
}

export interface OpenedKept {
  readonly content: SealedContent;
  close(): Promise<void>;
}

/**
 * Opens a kept package for reading, after all of its bytes were found to be those that were received. Throws `object-missing`, `object-changed`;
 * `package-locked` for one that is kept encrypted: who holds its key decrypts it and receives what comes out; `package-unreadable`.
 */
export async function openKeptPackage(
  ports: KeptPorts,
  reader: Pick<CaseReader, 'openArtifact'>,
  { exhibit, artifact, seal }: Pick<KeptPackage, 'exhibit' | 'artifact' | 'seal'>,
): Promise<OpenedKept> {
  const opened = await reader.openArtifact(artifact);
  try {
    if (isAgeFile(await opened.read(0, Math.min(opened.sizeBytes, AGE_FIRST_LINE.length)))) {
      const message = `${exhibit} is kept encrypted: decrypt the package with your key, receive what comes out of it, and keep that`;
      throw new PugmarkError('package-locked', message);
    }
    const { source } = await readZip(opened, exhibit, ports.decompression);
    if (!isBagLike(source)) throw new PugmarkError('package-unreadable', `${exhibit} is not a case package: there is no bag in it`);
    return { content: await openSealedContent(ports.hashing, source, seal), close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
