/** What a report in HTML says in its head before anything else: nothing runs, nothing is loaded, pictures are in the page itself. A verifier looks for just this. */
export const HTML_REPORT_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
