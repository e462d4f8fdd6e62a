/** Texts that both pages say, by the beginning of their keys. */
const OF_BOTH = ['verifier.language', 'verifier.theme.', 'verifier.cancel'];
const ERRORS = ['package-unreadable', 'input-unreadable', 'key-invalid', 'program-fault'].map((code) => `app.error.${code}`);

/**
 * The pages for receivers: entry of the script within src/verifier, what the tab of the browser says first, and what of the catalogues they
 * say, which have five times as much.
 */
export const PAGES = {
  'START-HERE.html': {
    entry: 'main.ts',
    title: 'Pugmark: check a case package',
    showsReports: true,
    texts: [
      ...OF_BOTH,
      ...ERRORS,
      'verifier.',
      'app.verdict.',
      'app.finding.',
      'app.package.another',
      'app.package.trust',
      'report.closing',
      'report.event.',
      'report.role.',
      'report.scope.',
      'report.state.',
    ],
  },
  'OPEN.html': {
    entry: 'open.ts',
    title: 'Pugmark: open an encrypted package',
    showsReports: false,
    texts: [...OF_BOTH, ...ERRORS, 'app.error.package-locked', 'opener.'],
  },
} as const;
export type PageName = keyof typeof PAGES;
export const PAGE_NAMES = ['START-HERE.html', 'OPEN.html'] as const satisfies readonly PageName[];
