import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ExhibitDetail } from '../../src/rpc/contract/cases.ts';
import type { EvidenceFile } from '../../src/rpc/evidence-files.ts';
import { makeCase, readAll } from '../storage/vault-fixture.ts';
import { capturePage, fillWithPage, PAGE, REFERENCE, startWith } from './engine-fixture.ts';

type Started = Awaited<ReturnType<typeof startWith>>;

async function readDetail({ call }: Started): Promise<ExhibitDetail> {
  return await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' });
}

async function findFile({ engine }: Started, address: string): Promise<EvidenceFile> {
  const file = await engine.evidence.find(address);
  if (file === undefined) throw new Error(`Nothing at ${address}`);
  return file;
}

/** Address of an artifact of the page. */
async function addressOf(started: Started, name: string): Promise<string> {
  const { artifacts } = await readDetail(started);
  return artifacts.find((artifact) => artifact.name === name)?.address ?? '';
}

/** The object of an artifact in the vault's folder. */
function objectOf({ fixture }: Started, caseId: string, sha256: string): string {
  const hex = sha256.slice('sha256:'.length);
  return join(fixture.folder, 'cases', caseId, 'objects', hex.slice(0, 2), hex.slice(2, 4), hex);
}

describe('evidence for the window', () => {
  let started: Started;
  beforeEach(async () => {
    started = await startWith(fillWithPage);
  });

  it('are the bytes that were sealed, whole or in part', async () => {
    const file = await findFile(started, await addressOf(started, 'text.txt'));
    const text = 'Perroquet gris, apprivoisé E-0001';
    expect(Buffer.from(await readAll(file.read())).toString()).toBe(text);
    expect(file).toMatchObject({ mediaType: 'text/plain; charset=utf-8', sizeBytes: Buffer.byteLength(text) });
    expect(Buffer.from(await readAll(file.read({ start: 10, end: 14 }))).toString()).toBe('gris');
    expect(await readAll(file.read({ start: 3, end: 3 }))).toHaveLength(0);
    expect(() => file.read({ start: 0, end: 99 })).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('never come as a page of the app', async () => {
    const all = (await readDetail(started)).artifacts.filter(({ address }) => address !== '');
    const types = new Map<string, string>();
    for (const { name, address } of all) types.set(name, (await findFile(started, address)).mediaType);
    expect(types.get('served.html')).toBe('text/plain; charset=utf-8');
    expect(types.get('drawing.svg')).toBe('text/plain; charset=utf-8');
    expect(types.get('archive.wacz')).toBe('application/octet-stream');
    expect(types.get('capture.json')).toBe('text/plain; charset=utf-8');
    expect(types.get('full.png')).toBe('image/png');
  });

  it('do not end when they are not those that were sealed', async () => {
    const { record, artifacts } = await readDetail(started);
    const served = artifacts.find(({ name }) => name === 'full.png');
    const path = objectOf(started, record?.case ?? '', served?.sha256 ?? '');
    const bytes = readFileSync(path);
    const last = bytes.length - 1;
    writeFileSync(path, bytes.with(last, (bytes[last] ?? 0) ^ 1));
    const file = await findFile(started, served?.address ?? '');
    let got = 0;
    const read = async (range?: { start: number; end: number }): Promise<void> => {
      got = 0;
      for await (const piece of file.read(range)) got += piece.length;
    };
    await expect(read()).rejects.toMatchObject({ code: 'object-changed' });
    expect(got).toBeLessThan(file.sizeBytes);
    await expect(read({ start: 0, end: 10 })).rejects.toMatchObject({ code: 'object-changed' });
    expect(got).toBe(0);
    const [picture] = (await readDetail(started)).pictures;
    const tile = picture?.pyramid.addressPattern.replace(/\{\w+\}/g, '0') ?? '';
    await expect(started.engine.evidence.find(tile)).rejects.toMatchObject({ code: 'object-changed' });
  });

  it('are not found at an address that no call gave', async () => {
    const address = await addressOf(started, 'text.txt');
    const { record, pictures } = await readDetail(started);
    const id = record?.case ?? '';
    await expect(findFile(started, address)).resolves.toBeDefined();
    const tile = pictures[0]?.pyramid.addressPattern ?? '';
    const strange = [
      '',
      '/',
      '/evidence/',
      address.slice(1),
      `${address}/`,
      `${address}?x=1`,
      `http://127.0.0.1${address}`,
      address.replace('E-0001', 'E-0002'),
      address.replace('E-0001', 'e-1'),
      address.replace(id, '00000000-0000-4000-8000-000000000000'),
      address.replace(id, REFERENCE),
      address.replace('text.txt', '..%2f..%2fcase.sqlite'),
      address.replace('text.txt', '../../case.sqlite'),
      address.replace('text.txt', 'secrets.json'),
      address.replace('text.txt', 'text.txt%00.png'),
      address.replace('/file/', '/small/'),
      `${address.slice(0, address.indexOf('/file/'))}/small/`,
      tile.replace('{level}', '9').replace('{column}', '0').replace('{row}', '0'),
      tile.replace('{level}', '0').replace('{column}', '2').replace('{row}', '0'),
      tile.replace('{level}', '0').replace('{column}', '-1').replace('{row}', '0'),
      tile.replace('{level}', '00').replace('{column}', '0').replace('{row}', '0'),
    ];
    const found = await Promise.all(strange.map((one) => started.engine.evidence.find(one)));
    expect(strange.filter((_, i) => found[i] !== undefined)).toEqual([]);
  });

  it('are not found while the vault is locked, and nothing made of them is left', async () => {
    const address = await addressOf(started, 'text.txt');
    const { row } = await readDetail(started);
    await findFile(started, row.thumbnail ?? '');
    const derived = join(started.fixture.folder, 'derived');
    expect(readdirSync(derived)).toHaveLength(1);
    await started.call('vault.lock', {});
    expect(await started.engine.evidence.find(address)).toBeUndefined();
    expect(existsSync(derived)).toBe(false);
  });
});

describe('pictures for the window', () => {
  it('are tiles at every level with the pixels of the sealed one', async () => {
    const started = await startWith(fillWithPage);
    const [picture] = (await readDetail(started)).pictures;
    const { widthPx, heightPx, tilePx, levels, addressPattern } = picture?.pyramid ?? { addressPattern: '', levels: 0 };
    expect([widthPx, heightPx]).toEqual([PAGE.widthPx, PAGE.heightPx]);
    for (let level = 0; level < levels; level += 1) {
      const scale = 2 ** level;
      const tile = tilePx ?? 1;
      const [width, height] = [Math.ceil(PAGE.widthPx / scale), Math.ceil(PAGE.heightPx / scale)];
      const [column, row] = [Math.ceil(width / tile) - 1, Math.ceil(height / tile) - 1];
      const place = addressPattern.replace('{level}', `${level}`).replace('{column}', `${column}`).replace('{row}', `${row}`);
      const file = await findFile(started, place);
      expect(file.mediaType).toBe('image/jpeg');
      const { data, info } = await sharp(await readAll(file.read()))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([width - column * tile, height - row * tile]);
      // The middle of the tile, by the way the picture was drawn.
      const [x, y] = [Math.floor(info.width / 2), Math.floor(info.height / 2)];
      const pixel = [...data.subarray((y * info.width + x) * 3).subarray(0, 3)];
      const wanted = [((column * tile + x) * scale * 255) / PAGE.widthPx, ((row * tile + y) * scale * 255) / PAGE.heightPx, 40];
      expect(
        pixel.every((value, i) => Math.abs(value - (wanted[i] ?? 0)) < 6),
        `${pixel.join()} for ${wanted.join()}`,
      ).toBe(true);
    }
  });

  it('are small ones for a list', async () => {
    const started = await startWith(async (vault) => {
      const store = makeCase(vault);
      const session = store.startSession({});
      await capturePage(store, session);
      store.endSession(session, {});
    });
    const { rows } = await started.call('exhibits.search', {});
    const file = await findFile(started, rows[0]?.thumbnail ?? '');
    expect(await sharp(await readAll(file.read())).metadata()).toMatchObject({ format: 'jpeg', width: 480, height: 343 });
  });

  it('that somebody changed in their folder are not shown', async () => {
    const started = await startWith(fillWithPage);
    const { row } = await readDetail(started);
    await findFile(started, row.thumbnail ?? '');
    const derived = join(started.fixture.folder, 'derived');
    for (const name of readdirSync(derived)) {
      const bytes = readFileSync(join(derived, name));
      writeFileSync(join(derived, name), bytes.with(100, (bytes[100] ?? 0) ^ 1));
    }
    await expect(started.engine.evidence.find(row.thumbnail ?? '')).rejects.toMatchObject({ code: 'object-changed' });
  });
});
