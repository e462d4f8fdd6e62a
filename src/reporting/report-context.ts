import type { EnvironmentArtifact, OperatorArtifact } from '../core/model/accompanying-artifacts.ts';
import type { CaptureRecord } from '../core/model/capture-record.ts';
import type { ReportEvent, ReportExhibit, ReportInput } from '../core/package/report-input.ts';
import type { ExhibitPictures, Picture } from './pictures/prepare-pictures.ts';
import type { Texts } from './texts/texts.ts';

/** What every part of a report is written from. */
export interface ReportContext {
  readonly texts: Texts;
  readonly input: ReportInput;
}

/** One volume of the report. */
export interface Volume {
  readonly number: number;
  readonly count: number;
  readonly exhibits: readonly ReportExhibit[];
}

/** One exhibit with everything that its pages show. */
export interface ExhibitView {
  readonly exhibit: ReportExhibit;
  readonly record: CaptureRecord;
  readonly pictures: ExhibitPictures;
  /** Absent where the package leaves them out. */
  readonly operator?: OperatorArtifact;
  readonly environment?: EnvironmentArtifact;
  /** Entries of the log about this exhibit, and the beginning of its session. */
  readonly events: readonly ReportEvent[];
}

/** One exhibit as a line of a list. */
export interface ExhibitLine {
  readonly exhibit: ReportExhibit;
  readonly record: CaptureRecord;
  readonly thumbnail?: Picture;
}
