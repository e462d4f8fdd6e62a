import type { FormInput } from './forms/form-input.ts';
import type { ListedPicture, ReducedFrom } from './package/left-out-list.ts';
import type { PackageLanguage, ReportFile, ReportInput, StreamedFile } from './package/report-input.ts';
import type { AnySeal } from './package/seal-statement.ts';

/** Prints a report. Implemented by the browser that captures; it loads nothing from any network and runs no script. */
export interface ReportPrinter {
  /**
   * `folder` holds `index.html` and what it shows by relative addresses. A tagged PDF with outline, fonts embedded; size, margins, head and
   * foot are those of the document's own page rules (CSS Paged Media), since they differ from exhibit to exhibit. `title` names it in errors.
   * Throws `browser-missing`, `browser-launch-failed`, `browser-lost`, `deadline-passed`, `cancelled`, `io-failed`.
   */
  print(input: { readonly folder: string; readonly title: string; readonly signal: AbortSignal }): Promise<Uint8Array>;
}

/** Prints many short documents by one browser: to start one takes longer than to print. */
export interface FormPrinter {
  /** One PDF for each document, in their order, as `ReportPrinter.print` makes and fails; the browser is gone when the last was taken or no more is asked for. */
  printEach(input: {
    readonly documents: readonly { readonly folder: string; readonly title: string }[];
    readonly signal: AbortSignal;
  }): AsyncIterable<Uint8Array>;
}

/** How what is made for a package is made. `scratchFolder` is empty, belongs to this call alone and is removed by the caller. */
export interface MakingOptions {
  readonly scratchFolder: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** Makes what a person reads of a package. */
export interface ReportMaker {
  /**
   * The files of a report, also as HTML that begins as `HTML_REPORT_POLICY` says, unless `html` is false; one after the other, so that none has to wait in memory for the last. Throws as `ReportPrinter.print`, as the readers
   * in `input`, `disk-full`, `io-failed`; the reason of `signal` when it is aborted.
   */
  makeReports(input: ReportInput, options: MakingOptions & { readonly html?: boolean }): AsyncIterable<ReportFile>;
}

/** Makes the files of one other part of a package: forms, tables of statements, the graph. */
export interface PackageFileMaker {
  /** As `makeReports`; each of a path that `check-layout.ts` knows for that part. */
  makeFiles(input: FormInput, options: MakingOptions): AsyncIterable<ReportFile>;
}

/** The same where a file grows with the case: its bytes come as they are made. Every `PackageFileMaker` is one. */
export interface StreamedFileMaker {
  makeFiles(input: FormInput, options: MakingOptions): AsyncIterable<ReportFile | StreamedFile>;
}

/** Writes what a person reads first in a package. No text of any page stands in it. */
export interface ReadMeMaker {
  /** `data/README.txt`: what the package is, what it shows and does not show, and how to check it with tools that are there already. */
  buildReadMe(input: {
    readonly report: ReportInput;
    /** In the form in which it will be signed. */
    readonly seal: AnySeal;
    /** Paths of the files that were made for the package. */
    readonly files: readonly string[];
    /** A signature of an agency's own key lies beside the seal. */
    readonly agencySeal: boolean;
  }): string;
  /** `data/time/README.txt`: what the files are, and which roots these authorities have. */
  buildTimeReadMe(language: PackageLanguage, authorities: readonly string[]): string;
  /** `data/left-out.txt` of a reduced set: by which rules it was chosen, and what became of the picture of each exhibit. */
  buildLeftOutList(language: PackageLanguage, from: ReducedFrom, pictures: readonly ListedPicture[]): string;
}
