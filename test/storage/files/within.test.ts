import { mkdirSync, symlinkSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWithin, readFuturePlace } from '../../../src/storage/files/within.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('isWithin', () => {
  it.each([
    ['/vault', '/vault', true],
    ['/vault', '/vault/cases/copy', true],
    ['/vault', '/vault/..copy', true],
    ['/vault', '/vault-copy', false],
    ['/vault', '/', false],
    ['/vault', '/media/copy', false],
  ])('of %s and %s', (outer, inner, expected) => {
    expect(isWithin(outer, inner, posix)).toBe(expected);
  });

  it.each([
    ['C:\\Vault', 'c:\\vault\\copy', true],
    ['C:\\Vault', 'C:\\Copy', false],
    ['C:\\Vault', 'D:\\Vault\\Copy', false],
    ['C:\\Vault', '\\\\server\\share\\copy', false],
  ])('of %s and %s on Windows', (outer, inner, expected) => {
    expect(isWithin(outer, inner, win32)).toBe(expected);
  });
});

describe('readFuturePlace', () => {
  it('follows links as far as the path is there', () => {
    const folder = readFuturePlace(tempFolder());
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(readFuturePlace(join(folder, 'link', 'not', 'yet'))).toBe(join(folder, 'real', 'not', 'yet'));
    expect(readFuturePlace(join(folder, 'not', 'yet'))).toBe(join(folder, 'not', 'yet'));
  });
});
