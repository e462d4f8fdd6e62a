import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPages, type BuiltPage } from '../../scripts/verifier/build-verifier.ts';
import { readOwnRelease, readReleases } from '../../scripts/verifier/releases.ts';
import { readViewerRelease } from '../../src/core/package/verify-package.ts';
import { readKnownViewers, readOpenPage, readStartHere } from '../../src/engine/verifier-pages.ts';
import { projectPath } from '../support/project.ts';

const build = async (): Promise<readonly BuiltPage[]> => await buildPages(projectPath());
let first: readonly BuiltPage[];
beforeAll(async () => void (first = await build()));

describe('the pages for receivers', () => {
  it('have the same bytes each time they are built, and those are the published ones', async () => {
    const second = await build();
    expect(first.map(({ bytes }) => Buffer.from(bytes))).toEqual(second.map(({ bytes }) => Buffer.from(bytes)));
    const release = readOwnRelease(projectPath());
    const published = readReleases(projectPath()).find((known) => known.release === release);
    const built = new Map(first.map(({ name, sha256OfRelease }) => [name, sha256OfRelease]));
    // After a change of what they are made of: "npm run publish-verifier".
    expect({ startHere: built.get('START-HERE.html'), open: built.get('OPEN.html') }).toEqual({
      startHere: published?.startHere,
      open: published?.open,
    });
  });

  it('are one file each, which loads nothing and holds nothing of a case', async () => {
    for (const { bytes, release } of first) {
      const text = Buffer.from(bytes).toString();
      expect(readViewerRelease(bytes)).toBe(release);
      expect([...text.matchAll(/ (?:src|href)=/g)]).toEqual([]);
      expect(text.match(/<script/g)).toHaveLength(1);
      expect(text).toContain("default-src 'none'; script-src 'sha256-");
      expect(text).not.toMatch(/\bimport\(|importScripts|XMLHttpRequest|WebSocket\(|innerHTML|insertAdjacentHTML|document\.write/);
      expect(bytes.length).toBeLessThan(1_200_000);
    }
  });

  it('are what an installation puts into packages, and knows again', () => {
    const startHere = readStartHere();
    expect(readKnownViewers()).toContainEqual({ release: startHere.release, sha256: startHere.sha256 });
    expect(Buffer.from(readOpenPage()).equals(readFileSync(projectPath('out', 'verifier', 'OPEN.html')))).toBe(true);
  });
});
