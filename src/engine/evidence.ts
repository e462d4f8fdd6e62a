import type { EvidenceFiles } from '../rpc/evidence-files.ts';
import type { EngineContext } from './engine-context.ts';

/** Bytes of the vault for the window. */
export function createEvidenceFiles(_context: EngineContext): EvidenceFiles {
  return { find: async () => undefined };
}
