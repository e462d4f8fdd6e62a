/** The pages for receivers: entry of the script within src/verifier, and what the tab of the browser says first. */
export const PAGES = {
  'START-HERE.html': { entry: 'main.ts', title: 'Pugmark: check a case package' },
} as const;
export type PageName = keyof typeof PAGES;
export const PAGE_NAMES = ['START-HERE.html'] as const satisfies readonly PageName[];
