import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PictureCache } from '../../src/engine/picture-cache.ts';
import { PictureThread } from '../../src/imaging/picture-thread.ts';
import { planPyramid } from '../../src/imaging/pyramid-plan.ts';
import { nodeRandom } from '../../src/platform/cryptography.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { drawPicture } from './engine-fixture.ts';

const thread = new PictureThread();
afterAll(() => thread.close());

function makeCache(maxBytes?: number): { readonly cache: PictureCache; readonly folder: string } {
  const folder = join(tempFolder(), 'derived');
  const cache = new PictureCache({ folder, thread, newId: () => nodeRandom.uuid(), ...(maxBytes === undefined ? {} : { maxBytes }) });
  return { cache, folder };
}

/** Handed over each time: a picture of its own. */
const read = async (): Promise<Uint8Array> => (await drawPicture(300, 200)).slice();
const wrong = async (): Promise<Uint8Array> => await Promise.resolve(new TextEncoder().encode('<svg/>'));

describe('pictures made for the screen', () => {
  it('are made once', async () => {
    const { cache, folder } = makeCache();
    let reads = 0;
    const counted = async (): Promise<Uint8Array> => {
      reads += 1;
      return await read();
    };
    const [one, other] = await Promise.all([cache.small('a', counted), cache.small('a', counted)]);
    expect(Buffer.compare(one, other)).toBe(0);
    await cache.small('a', counted);
    expect(reads).toBe(1);
    await cache.clear();
    expect(existsSync(folder)).toBe(false);
  });

  it('make room for others when there are too many bytes of them', async () => {
    const { cache, folder } = makeCache(1);
    for (const digest of ['a', 'b', 'c']) await cache.small(digest, read);
    await expect.poll(() => readdirSync(folder).length).toBe(1);
    // One that went is made anew.
    expect((await cache.small('a', read)).length).toBeGreaterThan(0);
  });

  it('of what is no picture fail, and are tried anew when asked for again', async () => {
    const { cache } = makeCache();
    const tile = { plan: planPyramid({ widthPx: 300, heightPx: 200 }), level: 0, column: 0, row: 0 };
    await expect(cache.small('a', wrong)).rejects.toMatchObject({ code: 'png-invalid' });
    await expect(cache.tile('a', tile, wrong)).rejects.toMatchObject({ code: 'png-invalid' });
    const other = { ...tile, plan: planPyramid({ widthPx: 301, heightPx: 200 }) };
    await expect(cache.tile('a', other, read)).rejects.toMatchObject({ code: 'png-invalid' });
    expect((await cache.tile('a', tile, read)).length).toBeGreaterThan(0);
  });
});
