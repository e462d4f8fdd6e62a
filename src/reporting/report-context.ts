import type { UtcTime } from '../core/clock.ts';
import type { Sha256Digest } from '../core/digest/digest.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import type { EnvironmentArtifact, OperatorArtifact } from '../core/model/accompanying-artifacts.ts';
import type { CaptureRecord } from '../core/model/capture-record.ts';
import type { ReportEvent, ReportExhibit, ReportInput } from '../core/package/report-input.ts';
import type { ExhibitPictures, Picture } from './pictures/prepare-pictures.ts';
import type { Comparison } from './statements/compare-exhibits.ts';
import type { StatementIndex } from './statements/statement-index.ts';
import type { Texts } from './texts/texts.ts';

/** `paper`: printed to PDF. `screen`: one HTML file, in which a picture lies once. */
export type Medium = 'paper' | 'screen';

/** What every part of a report is written from. */
export interface ReportContext {
  readonly texts: Texts;
  readonly input: ReportInput;
  readonly medium: Medium;
  readonly statements: StatementIndex;
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
  /** With other captures of the same address, as statements link them. */
  readonly comparisons: readonly Comparison[];
}

/** One exhibit as a line of a list: all that is kept of it once its pages are written, so that thousands of records do not stand in memory. */
export interface ExhibitLine {
  readonly exhibit: ExhibitNumber;
  readonly state: ReportExhibit['state'];
  readonly digest: Sha256Digest;
  /** When its first picture was had; else when it was begun. */
  readonly time: UtcTime;
  /** As the page had it, cut. */
  readonly title?: string;
  /** Language that the page names; '' for unknown. */
  readonly language: string;
  readonly address: string;
  /** What is missing, in one sentence. */
  readonly missing: string;
  readonly thumbnail?: Picture;
  readonly volume: number;
}

/** A volume that was made. */
export interface MadeVolume {
  readonly number: number;
  /** First and last exhibit; absent where the volume holds none. */
  readonly from?: ExhibitNumber;
  readonly to?: ExhibitNumber;
  /** Pages of its exhibits by their numbers, as found in the PDF; empty where they could not be read from it. */
  readonly pages: ReadonlyMap<ExhibitNumber, number>;
  readonly pageCount?: number;
}
