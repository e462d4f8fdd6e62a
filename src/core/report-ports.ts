import type { ReportFile, ReportInput } from './package/report-input.ts';

/** Prints a report. Implemented by the browser that captures; it loads nothing from any network and runs no script. */
export interface ReportPrinter {
  /**
   * `folder` holds `index.html` and what it shows by relative addresses. A tagged PDF with outline, fonts embedded; size, margins, head and
   * foot are those of the document's own page rules (CSS Paged Media), since they differ from exhibit to exhibit. `title` names it in errors.
   * Throws `browser-missing`, `browser-launch-failed`, `browser-lost`, `deadline-passed`, `cancelled`, `io-failed`.
   */
  print(input: { readonly folder: string; readonly title: string; readonly signal: AbortSignal }): Promise<Uint8Array>;
}

/** Makes what a person reads of a package. */
export interface ReportMaker {
  /**
   * The files of a report, one after the other, so that none has to wait in memory for the last. `scratchFolder` is empty, belongs to
   * this call alone and is removed by the caller. Throws as `ReportPrinter.print`, as the readers in `input`, `disk-full`, `io-failed`;
   * the reason of `signal` when it is aborted.
   */
  makeReports(
    input: ReportInput,
    options: {
      readonly scratchFolder: string;
      readonly signal: AbortSignal;
      readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
    },
  ): AsyncIterable<ReportFile>;
}
