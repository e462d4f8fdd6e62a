import type { CaptureBrowsers, CaptureProgress } from '../core/capture-ports.ts';
import type { Clock } from '../core/clock.ts';
import type { PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber, Random } from '../core/ids.ts';
import type { ExhibitResult } from '../core/model/capture-result.ts';
import type { CaseStore, Operator } from '../core/ports.ts';
import type { CaptureAddress } from './capture-addresses.ts';
import type { CaptureChoices, StationFacts, ToolIdentity } from './capture-record-parts.ts';
import type { TimeKeeper } from './time/time-keeper.ts';

/** What every capture stands on. */
export interface AttemptGround {
  readonly clock: Clock;
  readonly random: Random;
  readonly tool: ToolIdentity;
  readonly station: StationFacts;
  /** Absent: nobody is asked for the time. */
  readonly times?: Pick<TimeKeeper, 'beginSession'>;
}

/** What captures of addresses stand on. */
export interface CaptureGround extends AttemptGround {
  readonly browsers: CaptureBrowsers;
}

/** What all captures of one run share. */
export interface CaptureRunParts {
  readonly store: CaseStore;
  readonly operator: Operator;
  readonly choices: CaptureChoices;
  /** Aborted: captures under way are cancelled, none is begun. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: CaptureRunEvent) => void;
}

export interface CaptureRun extends CaptureRunParts {
  /** Judged by `sortAddresses`. */
  readonly addresses: readonly CaptureAddress[];
  /** Captures side by side, each in a tab of its own. */
  readonly concurrency: number;
}

/** How far one attempt is. */
export interface AttemptProgress {
  readonly kind: 'progress';
  readonly exhibit: ExhibitNumber;
  readonly progress: CaptureProgress;
}

export type CaptureRunEvent =
  | AttemptProgress
  | { readonly kind: 'started'; readonly address: CaptureAddress; readonly exhibit: ExhibitNumber }
  | { readonly kind: 'ended'; readonly address: CaptureAddress; readonly result: ExhibitResult };

export interface CaptureRunOutcome {
  /** In the order of their exhibit numbers. */
  readonly exhibits: readonly ExhibitResult[];
  readonly notStarted: readonly string[];
  /** What ended the run early: the machine, or the vault, but never one address alone. */
  readonly stoppedBy?: PugmarkError;
}
