/** True in `npm run test:full`, which also runs the files that have more to do there (scripts/validate.ts). */
export function isLongTier(): boolean {
  return process.env['PUGMARK_TEST_TIER'] === 'full';
}
