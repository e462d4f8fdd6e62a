import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/package/verdict.ts';
import { verifyPackage } from '../../src/core/package/verify-package.ts';
import { readZip } from '../../src/core/package/read-zip.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import { launchBareBrowser } from '../support/bare-page.ts';
import { buildPackage, type BuiltPackage } from '../support/package/builder.ts';
import { type PackageFiles } from '../support/package/twists.ts';
import { buildZip } from '../support/package-on-disk.ts';
import { projectPath } from '../support/project.ts';
import { CA_EXTENSIONS, CertificateShop, SIGNER_EXTENSIONS } from '../support/time/certificate-shop.ts';
import { makeTstInfo, signTstInfo, wrapToken } from '../support/time/made-token.ts';
import { verifyPorts } from '../support/verify-files.ts';

// The verifier that people open in a browser is core: the same package gets the same verdict there, to the last word.

const folder = mkdtempSync(join(tmpdir(), 'pugmark-bundle-'));
writeFileSync(join(folder, 'page.html'), '<!doctype html><title>verifier</title>');
let browser: Browser;
let script: string;
let whole: BuiltPackage;

beforeAll(async () => {
  [browser, script, whole] = await Promise.all([launchBareBrowser(), bundle(), buildPackage()]);
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The verifier and the adapters of a browser, as one script. */
async function bundle(): Promise<string> {
  const made = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: projectPath('test', 'support', 'browser-verifier.ts'), output: { format: 'iife', name: 'verifier' } },
    },
  });
  const [output] = [made].flat();
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('Nothing was bundled');
  return chunk.code;
}

async function verifyInBrowser(zip: Uint8Array, trusted: string): Promise<unknown> {
  const page = await browser.newPage();
  try {
    // As people open it: from a file, where WebCrypto is there.
    await page.goto(pathToFileURL(join(folder, 'page.html')).href);
    await page.addScriptTag({ content: script });
    const answer: unknown = await page.evaluate(
      `globalThis.verifyBase64(${JSON.stringify(Buffer.from(zip).toString('base64'))}, ${JSON.stringify(trusted)})`,
    );
    return typeof answer === 'string' ? JSON.parse(answer) : answer;
  } finally {
    await page.close();
  }
}

/** Without pictures, which a browser adapter of this test cannot decode. */
async function verifyHere(zip: Uint8Array): Promise<Verdict> {
  const { images: _images, ...ports } = verifyPorts;
  const reader = {
    sizeBytes: zip.length,
    read: (offset: number, length: number) =>
      offset < 0 || offset + length > zip.length
        ? Promise.reject(new PugmarkError('input-unreadable', 'It ends before that'))
        : Promise.resolve(zip.slice(offset, offset + length)),
  };
  return await verifyPackage(ports, await readZip(reader, 'package.zip', ports.decompression), { trusted: new Set([whole.station.id]) });
}

describe('the verifier in a browser', () => {
  it('gives the verdict of a whole package', async () => {
    const zip = await buildZip(whole.name, whole.files);
    const verdict = await verifyHere(zip);
    expect(verdict.axes.authorship.state).toBe('pass');
    expect(verdict.axes.integrity.state).toBe('pass');
    expect(await verifyInBrowser(zip, whole.station.id)).toEqual(JSON.parse(JSON.stringify(verdict)));
  });

  it('gives the same findings of time stamps, right and wrong', async () => {
    const shop = new CertificateShop(join(folder, 'shop'));
    const root = shop.issue({ name: 'Root', extensions: CA_EXTENSIONS });
    const signers = (['p256', 'p384', 'rsa'] as const).map((key) =>
      shop.issue({ name: key, issuer: root, key, extensions: SIGNER_EXTENSIONS }),
    );
    const files = new Map(whole.files);
    const subject = files.get('seal/seal.dsse.json') ?? Buffer.alloc(0);
    for (const signer of signers) {
      const token = wrapToken(signTstInfo(folder, makeTstInfo({ subject }), { signer, along: [root] }));
      const wrong = Uint8Array.from(token).fill((token.at(-1) ?? 0) ^ 1, -1);
      files.set(`seal/seal.dsse.json.${signer.name}.tsr`, token);
      files.set(`seal/seal.dsse.json.${signer.name}-wrong.tsr`, wrong);
    }
    const zip = await buildZip(whole.name, files);
    const verdict = await verifyHere(zip);
    expect(verdict.axes.time.findings.map(({ code }) => code).toSorted()).toEqual([
      ...Array(3).fill('token-root-unknown'),
      ...Array(3).fill('token-wrong'),
    ]);
    expect(await verifyInBrowser(zip, whole.station.id)).toEqual(JSON.parse(JSON.stringify(verdict)));
  });

  it.each<[what: string, change: (files: PackageFiles) => void]>([
    ['a file was changed', (files) => files.set('data/README.txt', Buffer.from('other'))],
    ['the seal is missing', (files) => void files.delete('seal/seal.dsse.json')],
    [
      'the log was cut',
      (files) => files.set('data/custody/log.jsonl', (files.get('data/custody/log.jsonl') ?? Buffer.alloc(0)).slice(0, -40)),
    ],
    ['the archive was changed', (files) => files.set('data/exhibits/E-0001/archive.wacz', Buffer.from('other'))],
  ])('gives the same findings where %s', async (_what, change) => {
    const files = new Map(whole.files);
    change(files);
    const zip = await buildZip(whole.name, files);
    const verdict = await verifyHere(zip);
    expect(verdict.axes.integrity.state).toBe('fail');
    expect(await verifyInBrowser(zip, whole.station.id)).toEqual(JSON.parse(JSON.stringify(verdict)));
  });
});
