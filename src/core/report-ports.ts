/** Prints a report. Implemented by the browser that captures; it loads nothing from any network and runs no script. */
export interface ReportPrinter {
  /**
   * `folder` holds `index.html` and what it shows by relative addresses. A tagged PDF with outline, fonts embedded, A4.
   * Throws `browser-missing`, `browser-launch-failed`, `browser-lost`, `deadline-passed`, `cancelled`.
   */
  print(input: {
    readonly folder: string;
    readonly title: string;
    /** HTML of the running foot; page numbers by Chromium's classes `pageNumber` and `totalPages`. */
    readonly footer: string;
    readonly signal: AbortSignal;
  }): Promise<Uint8Array>;
}
