import type { TabFrame } from '../core/surface-ports.ts';
import type { EvidenceFiles } from '../rpc/evidence-files.ts';
import type { Handlers } from '../rpc/handlers.ts';

/** The app without a window: what both shells run, each in a process of its own. */
export interface Engine {
  readonly handlers: Handlers;
  readonly evidence: EvidenceFiles;
  /** Frames of a tab that is shown as a picture; the next one comes after the listener's promise. Returns the end of it. */
  watchTab(tab: string, listener: (frame: TabFrame) => Promise<void>): () => void;
  /** A file that the person gave, on its way to a call: its id for `upload`. Removed when used, or at the end. */
  receiveUpload(bytes: AsyncIterable<Uint8Array>): Promise<string>;
  /**
   * Ends captures: what was seen is sealed as `partial` if seconds do, the others end as `interrupted`. Closes browsers and vault.
   * Idempotent; never hangs.
   */
  close(): Promise<void>;
}
