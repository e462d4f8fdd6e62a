import type { CaptureBrowsers, CaptureProgress } from '../core/capture-ports.ts';
import type { Clock } from '../core/clock.ts';
import type { PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber, Random } from '../core/ids.ts';
import type { ExhibitResult } from '../core/model/capture-result.ts';
import type { CaseStore, Operator } from '../core/ports.ts';
import type { CaptureAddress } from './capture-addresses.ts';
import type { CaptureChoices, StationFacts, ToolIdentity } from './capture-record-parts.ts';

/** What a run of captures stands on. */
export interface CaptureGround {
  readonly clock: Clock;
  readonly random: Random;
  readonly browsers: CaptureBrowsers;
  readonly tool: ToolIdentity;
  readonly station: StationFacts;
}

export interface CaptureRun {
  readonly store: CaseStore;
  readonly operator: Operator;
  /** Judged by `assertCapturable`. */
  readonly addresses: readonly CaptureAddress[];
  readonly choices: CaptureChoices;
  /** Captures side by side, each in a tab of its own. */
  readonly concurrency: number;
  /** Aborted: captures under way are cancelled, none is begun. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: CaptureRunEvent) => void;
}

export type CaptureRunEvent =
  | { readonly kind: 'started'; readonly address: CaptureAddress; readonly exhibit: ExhibitNumber }
  | { readonly kind: 'progress'; readonly exhibit: ExhibitNumber; readonly progress: CaptureProgress }
  | { readonly kind: 'ended'; readonly address: CaptureAddress; readonly result: ExhibitResult };

export interface CaptureRunOutcome {
  /** In the order of their exhibit numbers. */
  readonly exhibits: readonly ExhibitResult[];
  readonly notStarted: readonly string[];
  /** What ended the run early: the machine, or the vault, but never one address alone. */
  readonly stoppedBy?: PugmarkError;
}
