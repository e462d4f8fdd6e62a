import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readGivenFile } from '../../src/cli/read-given-file.ts';
import { tempFolder } from '../support/temp-folder.ts';

it('reads a small file, and of a device without end no more than it may have', () => {
  const path = join(tempFolder(), 'key.pem');
  writeFileSync(path, 'x'.repeat(70_000));
  expect(readGivenFile(path, 70_000)).toHaveLength(70_000);
  expect(() => readGivenFile(path, 69_999)).toThrow('more than 69999 bytes');
  expect(() => readGivenFile('/dev/zero', 64 * 1024)).toThrow('more than 65536 bytes');
});
