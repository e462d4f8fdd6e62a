import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A fresh folder that goes away with the test that asked for it. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** The same for all tests of a file. */
export function keptTempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
