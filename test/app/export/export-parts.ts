import { join } from 'node:path';
import type { ExportedPackage, ExportGround, ExportProgress, ExportRequest } from '../../../src/app/export-run.ts';
import { exportPackage } from '../../../src/app/export-service.ts';
import type { CaseStore, VaultStore } from '../../../src/core/ports.ts';
import { createPackageFiles } from '../../../src/packaging/package-files.ts';
import { writeZip } from '../../../src/packaging/zip-writer.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import { createReadMeMaker } from '../../../src/reporting/read-me/create-read-me-maker.ts';
import { makeClock } from '../../storage/vault-parts.ts';

export function makeGround(changes: Partial<ExportGround> = {}): ExportGround {
  return {
    clock: makeClock(),
    cryptography: nodeCryptography,
    files: createPackageFiles(writeZip),
    readMe: createReadMeMaker(nodeCryptography.hashing),
    formatPages: [{ path: 'data/schemas/page.md', bytes: new TextEncoder().encode('# A page\n') }],
    ...changes,
  };
}

/** Exports a case of the vault into `<root>/out`. */
export async function exportCase(
  vault: VaultStore,
  store: CaseStore,
  root: string,
  changes: Partial<ExportRequest> & { readonly ground?: ExportGround } = {},
): Promise<ExportedPackage> {
  const { ground, ...request } = changes;
  return await exportPackage(ground ?? makeGround(), {
    vault,
    store,
    profile: 'prosecutor',
    language: 'en',
    folder: join(root, 'out'),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...request,
  });
}

/** Something that happens when an export comes to a step. */
export function when(step: ExportProgress['step'], act: () => void): (progress: ExportProgress) => void {
  let isDone = false;
  return (progress) => {
    if (progress.step !== step || isDone) return;
    isDone = true;
    act();
  };
}
