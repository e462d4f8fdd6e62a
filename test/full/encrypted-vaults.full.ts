import { afterAll } from 'vitest';

// What every vault has to do, once more over encrypted ones; each file has the same over vaults in plain at every change.
process.env['PUGMARK_TEST_VAULTS'] = 'encrypted';
afterAll(() => void delete process.env['PUGMARK_TEST_VAULTS']);

for (const file of [
  'case-notes',
  'case-store',
  'check/check',
  'copies',
  'disk-full',
  'kill/kill',
  'received',
  'restore',
  'search/search-index',
  'work/batch-queue',
])
  await import(`../storage/${file}.test.ts`);
