import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExhibitResult } from '../../src/core/model/capture-result.ts';
import { Pugmark } from '../support/pugmark.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface DemoDocument {
  readonly format: string;
  readonly vault: string;
  readonly exhibits: readonly ExhibitResult[];
  readonly check: { readonly findings: readonly unknown[] };
  readonly picture: string;
  readonly package: { readonly path: string; readonly practice: boolean };
  readonly verdict: { readonly axes: Readonly<Record<string, { readonly state: string }>> };
}

describe('demo', () => {
  it('captures ads of the practice market, one of them logged in, checks the vault, makes a package, verifies it and says where to look', async () => {
    const pugmark = new Pugmark(tempFolder());
    const { code, stdout } = await pugmark.runApart(['demo', '--out', 'demo', '--json']);
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as DemoDocument;
    expect(document).toMatchObject({ format: 'demo/v1', vault: join(pugmark.home, 'demo', 'vault'), check: { findings: [] } });
    expect(document.exhibits.length).toBeGreaterThanOrEqual(6);
    expect(document.exhibits.filter(({ state }) => state !== 'sealed' && state !== 'partial')).toEqual([]);
    expect(document.exhibits.filter(({ httpStatus }) => httpStatus !== 200)).toEqual([]);
    // The ad that only visitors with an account see, and not the form that others are led to.
    const behindLogin = document.exhibits.at(-1);
    expect(behindLogin?.documentUrl).toBe(behindLogin?.requestedUrl);
    // Of the page with failing parts the failures are told.
    expect(document.exhibits.some(({ completeness }) => (completeness?.incomplete.shown ?? 0) > 0)).toBe(true);
    expect(readFileSync(document.picture).subarray(1, 4).toString()).toBe('PNG');

    // A package of all of it, checked with the key that the station gives in another way.
    expect(document.package.practice).toBe(true);
    expect(existsSync(document.package.path)).toBe(true);
    expect(Object.fromEntries(Object.entries(document.verdict.axes).map(([axis, { state }]) => [axis, state]))).toEqual({
      integrity: 'pass',
      authorship: 'pass',
      custody: 'pass',
      time: 'not-checked',
      completeness: 'as-recorded',
    });

    const again = await pugmark.runApart(['demo', '--out', 'demo', '--json']);
    expect({ code: again.code, error: JSON.parse(again.stdout) as unknown }).toMatchObject({ code: 2, error: { code: 'usage' } });
  }, 300_000);
});
