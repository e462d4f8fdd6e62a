/** Prints a report. Implemented by the browser that captures; it loads nothing from any network and runs no script. */
export interface ReportPrinter {
  /**
   * `folder` holds `index.html` and what it shows by relative addresses. A tagged PDF with outline, fonts embedded; size, margins, head and
   * foot are those of the document's own page rules (CSS Paged Media), since they differ from exhibit to exhibit. `title` names it in errors.
   * Throws `browser-missing`, `browser-launch-failed`, `browser-lost`, `deadline-passed`, `cancelled`, `io-failed`.
   */
  print(input: { readonly folder: string; readonly title: string; readonly signal: AbortSignal }): Promise<Uint8Array>;
}
