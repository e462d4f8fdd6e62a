import type { StationFacts, ToolIdentity } from '../app/capture-record-parts.ts';
import type { TimeKeeper } from '../app/time/time-keeper.ts';
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/ids.ts';
import type { CaseReader, VaultStore } from '../core/ports.ts';
import type { BrowserSurfaces } from '../core/surface-ports.ts';
import type { BROWSER_CALLS } from '../rpc/contract/browser.ts';
import type { CAPTURE_CALLS } from '../rpc/contract/captures.ts';
import type { Settings, Station } from '../rpc/contract/station.ts';
import type { Handlers, Tell } from '../rpc/handlers.ts';
import type { Engine } from './engine.ts';

/** What all areas of the engine stand on. */
export interface EngineContext {
  readonly shell: Station['shell'];
  /** Absolute path. */
  readonly vaultFolder: string;
  /** Absolute path of this station's own folder: settings, uploads, pictures made for the screen. */
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly tell: Tell;
  /** As records name it. */
  readonly tool: ToolIdentity;
  readonly station: StationFacts;
  /** Absent: this shell has no embedded browser. */
  readonly surfaces: BrowserSurfaces | undefined;
  readonly uploads: UploadedFiles;
  /** Absent: nobody is asked for the time. */
  readonly times?: Pick<TimeKeeper, 'beginSession' | 'deskOf'>;
  settings(): Settings;
  isOpen(): boolean;
  /** The vault, open for writing. Throws `vault-closed` while it is locked, or not made yet. */
  vault(): VaultStore;
  /** Throws `vault-closed`, `case-unknown`, `vault-corrupt`. Kept until the vault is locked: never close it. */
  readCase(reference: string): CaseReader;
  /** Counts `work` as something that a lock of the vault would cut short: until it has ended, the lock is refused. */
  busy<T>(work: () => Promise<T>): Promise<T>;
  /** Id of this process: job, tab, upload. */
  newId(): string;
  /** Tells `case.changed` of a case as it is now; to be called after every act that changed its exhibits, notes or state. */
  tellCase(reference: string): void;
}

/** Files that the person gave, on their way to a call. */
export interface UploadedFiles {
  /** Absolute path of an upload, to be read once. Throws `usage` for an unknown id. The file goes away with `release`. */
  take(id: string): { readonly path: string; readonly sizeBytes: number; release(): Promise<void> };
}

export type BrowseHandlers = Pick<Handlers, keyof typeof BROWSER_CALLS | keyof typeof CAPTURE_CALLS>;

/** The area of tabs, captures and batch. */
export interface Browse {
  readonly handlers: BrowseHandlers;
  readonly watchTab: Engine['watchTab'];
  /** Captures that have not ended: as long as there are any, the vault is not locked. */
  countUnderWay(): number;
  /** After the vault was opened. */
  enterVault(): void;
  /** Time stamps of a case came: its captures say so. */
  timeChanged(reference: string): void;
  /** Before a case is closed: its browser and its working session end. Throws `work-under-way` while a capture of it has not ended. */
  leaveCase(reference: string): Promise<void>;
  /** Exhibits of a case were erased: no list names them any more. */
  forgetErased(reference: string, exhibits: ReadonlySet<string>): void;
  /** Some case, or this one, has a browser or a working session. */
  isInUse(reference?: string): boolean;
  /** Before the vault closes: of captures under way what was seen is sealed if seconds do, the others end as `interrupted`; the batch waits, browsers close. Idempotent; never hangs; may be entered again. */
  leaveVault(): Promise<void>;
}
