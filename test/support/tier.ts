/** True in `npm run test:full`, which also runs the files that have more to do there (scripts/validate.ts). */
export function isLongTier(): boolean {
  return process.env['PUGMARK_TEST_TIER'] === 'full';
}

/** Every row in the long tier; in the short one those that are worth their time at every change. */
export function rowsOfTier<T extends readonly unknown[]>(rows: readonly T[], each: (row: T) => boolean): readonly T[] {
  return isLongTier() ? rows : rows.filter(each);
}

/** The first rows in each run, the others in the long tier: for what is the same rule once more. */
export function withLongerTier<T>(rows: readonly T[], more: readonly T[]): readonly T[] {
  return isLongTier() ? [...rows, ...more] : rows;
}
