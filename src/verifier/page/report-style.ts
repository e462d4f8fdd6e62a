// Put in by the build (scripts/verifier/bundle-pages.ts): the policy of the page names the digest of just these bytes.
declare const PUGMARK_REPORT_STYLE: string;

/** The sheet of reports as this release writes them, for the screen. */
export function reportStyle(): string {
  return PUGMARK_REPORT_STYLE;
}
