import { afterAll } from 'vitest';

// What every vault has to do, once more over encrypted ones; each file has the same over vaults in plain at every change.
process.env['PUGMARK_TEST_VAULTS'] = 'encrypted';
afterAll(() => void delete process.env['PUGMARK_TEST_VAULTS']);

await import('../storage/case-notes.test.ts');
await import('../storage/case-store.test.ts');
await import('../storage/check/check.test.ts');
await import('../storage/copies.test.ts');
await import('../storage/disk-full.test.ts');
await import('../storage/kill/kill.test.ts');
await import('../storage/received.test.ts');
await import('../storage/restore.test.ts');
await import('../storage/search/search-index.test.ts');
await import('../storage/work/batch-queue.test.ts');
