import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const LOADER = JSON.stringify(new URL('../../src/imaging/load-sharp.ts', import.meta.url).href);
const AS_ELECTRON = `Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });`;
/** Loads sharp, looks which libraries the process holds, and draws a picture. */
const DRAW = `
  const { sharp } = await import(${LOADER});
  const { readFileSync } = await import('node:fs');
  const picture = { create: { width: 60, height: 90, channels: 3, background: '#123456' } };
  const png = await sharp(picture).png().toBuffer();
  const pixels = await sharp(png).raw().toBuffer();
  console.log(JSON.stringify({
    isNative: readFileSync('/proc/self/maps', 'utf8').includes('libvips'),
    pixels: [pixels.length, pixels.subarray(0, 3).toString('hex'), pixels.subarray(-3).toString('hex')],
  }));`;

async function draw(script: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  return JSON.parse(stdout) as unknown;
}

describe('sharp', () => {
  it('is the WebAssembly build inside Electron on Linux, where the native one ends the process, and native elsewhere', async (context) => {
    context.skip(process.platform !== 'linux', 'on other systems the native build runs inside Electron too');
    const pixels = [60 * 90 * 3, '123456', '123456'];
    expect(await draw(`${AS_ELECTRON}${DRAW}`)).toEqual({ isNative: false, pixels });
    expect(await draw(DRAW)).toEqual({ isNative: true, pixels });
  });
});
