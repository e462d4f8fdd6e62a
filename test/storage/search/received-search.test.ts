import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { VaultStore } from '../../../src/core/ports.ts';
import type { SearchIndex } from '../../../src/core/search-ports.ts';
import { keepBuilt } from '../../app/kept-parts.ts';
import { buildPackage } from '../../support/package/builder.ts';
import { buildPagePackage, PAGE_SELLER, PAGE_TEXT } from '../../support/package/page-package.ts';
import { buildZip } from '../../support/package-on-disk.ts';
import { buildRawZip, type RawEntry } from '../../support/raw-zip.ts';
import { makeCase, makeFixture } from '../vault-fixture.ts';

const DEEP = toUtf8('['.repeat(200_000));

async function indexOf(vault: VaultStore): Promise<SearchIndex> {
  const index = vault.openSearch();
  await index.whenCurrent();
  return index;
}

const found = (index: SearchIndex, text: string): readonly string[] =>
  index.searchReceived({ text, sort: 'relevance' }).rows.map(({ package: kept, exhibit }) => `${kept} ${exhibit}`);

describe('packages from others in the search', () => {
  it('are read as far as they are what was received, and end with their erasure', async () => {
    const fixture = makeFixture();
    let vault = await fixture.init();
    onTestFinished(() => vault.close());
    const store = makeCase(vault);
    const built = await buildPagePackage();
    expect(await keepBuilt(vault, store, built)).toBe('E-0001');
    // Sealed by its sender all the same: brackets in place of a record.
    const deep = await buildPackage({ payload: (files) => void files.set('data/exhibits/E-0002/capture.json', DEEP) });
    expect(await keepBuilt(vault, store, deep)).toBe('E-0002');
    // Another text than the one that the seal covers, in a file that came as it is.
    const swapped = new Map(built.files).set('data/exhibits/E-0001/text.txt', toUtf8('planted words'));
    expect(await keepBuilt(vault, store, built, await buildZip(built.name, swapped))).toBe('E-0003');
    expect(await keepBuilt(vault, store, built, toUtf8('age-encryption.org/v1\n-> X25519 a\n'))).toBe('E-0004');
    expect(await keepBuilt(vault, store, built, toUtf8('no package'))).toBe('E-0005');

    // Packed again by somebody, as it was, and as a bomb that says it is small.
    const packAgain = (changed: Partial<RawEntry>): Uint8Array =>
      buildRawZip(
        [...built.files]
          .map(([path, content]) => ({
            name: `${built.name}/${path}`,
            content,
            ...(path.endsWith('/text.txt') ? { deflate: true, ...changed } : {}),
          }))
          .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
      );
    expect(await keepBuilt(vault, store, built, packAgain({}))).toBe('E-0006');
    const bomb = packAgain({ content: Buffer.alloc(4_000_000), claim: { sizeBytes: toUtf8(PAGE_TEXT).length } });
    expect(await keepBuilt(vault, store, built, bomb)).toBe('E-0007');

    let index = await indexOf(vault);
    expect(index.state).toMatchObject({ state: 'ready', exhibits: 7 });
    expect(index.listReceived().map(({ exhibit, contents, exhibits }) => [exhibit, contents, exhibits])).toEqual([
      ['E-0001', 'ready', 3],
      ['E-0002', 'ready', 3],
      ['E-0003', 'damaged', 0],
      ['E-0004', 'locked', 0],
      ['E-0005', 'unreadable', 0],
      ['E-0006', 'ready', 3],
      ['E-0007', 'unreadable', 0],
    ]);
    expect(found(index, 'perroquet')).toEqual(['E-0006 E-0001', 'E-0001 E-0001']);
    expect(found(index, PAGE_SELLER)).toEqual(['E-0006 E-0001', 'E-0001 E-0001']);
    expect(found(index, 'planted')).toEqual([]);
    expect(index.searchReceived({ hosts: ['market.example'], package: { case: 'OP-2026/17', exhibit: 'E-0002' } }).total).toBe(2);
    // What only the record says is not said without it.
    expect(index.searchReceived({ package: { case: 'OP-2026/17', exhibit: 'E-0002' } }).rows.map(({ state }) => state)).toEqual([
      'sealed',
      undefined,
      'partial',
    ]);
    expect(index.searchReceived({ toDay: '2026-01-01' }).total).toBe(0);
    expect(index.searchReceived({ text: '"' }).total).toBe(0);

    // Made anew from the vault alone.
    vault.close();
    rmSync(join(fixture.folder, 'index.sqlite'));
    vault = await fixture.open();
    index = await indexOf(vault);
    expect(found(index, 'perroquet')).toEqual(['E-0006 E-0001', 'E-0001 E-0001']);
    vault.erase({ case: 'OP-2026/17', exhibit: 'E-0006', reason: 'ordered by the court' });
    vault.erase({ case: 'OP-2026/17', exhibit: 'E-0001', reason: 'ordered by the court' });
    await index.whenCurrent();
    expect([found(index, 'perroquet'), index.listReceived().map(({ exhibit }) => exhibit)]).toEqual([
      [],
      ['E-0002', 'E-0003', 'E-0004', 'E-0005', 'E-0007'],
    ]);
  });
});
