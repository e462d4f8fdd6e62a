import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { launchTestBrowser, openRecordedPage } from '../../support/recorded-page.ts';
import { skipAllWithout } from '../../support/needs.ts';
import { findMissingMaterial, findSharedMaterial } from '../../support/shared-material.ts';
import { isLongTier } from '../../support/tier.ts';
import { startTruthServer } from '../../support/truth-server.ts';
import { writeTestArchive } from '../../support/written-archive.ts';

const folder = findSharedMaterial('data', 'pages');
const manifestSchema = z.array(z.object({ file: z.string(), raw_sha256: z.string(), declared_charset: z.string().nullable() }));
const saved = folder === undefined ? [] : manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));

describe('saved marketplace pages, served as raw bytes', () => {
  skipAllWithout(findMissingMaterial('data', 'pages'));

  test('are those of the folder', () => {
    expect(
      readdirSync(folder ?? '')
        .filter((name) => /\.html(?:\.gz)?$/.test(name))
        .sort(),
    ).toEqual(saved.map(({ file }) => file).sort());
  });

  test('stand in the archive as they are in their files, with and without a charset', async () => {
    // Their pictures and scripts are elsewhere; nothing but this machine is asked.
    const browser = await launchTestBrowser(['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost']);
    const server = await startTruthServer();
    // A few in the short tier: their number takes time, not what is done with each.
    const pages = [...saved.entries()].filter(([index]) => isLongTier() || index % 4 < 1);
    for (const [index, { file, raw_sha256, declared_charset }] of pages) {
      const stored = readFileSync(join(folder ?? '', file));
      const charset = index % 2 === 0 && declared_charset !== null ? `; charset=${declared_charset}` : '';
      server.route(`/${file}`, { type: `text/html${charset}`, body: file.endsWith('.gz') ? gunzipSync(stored) : stored });
      const { visit, recording, page } = await openRecordedPage({ browser });
      await visit(server.url(`/${file}`), { timeoutMs: 5_000 });
      await recording.close({ timeoutMs: 3_000 });
      const documents = recording.exchangesOfDocument();
      await page.close();
      const { read } = await writeTestArchive(documents);
      const record = read.records.find(({ type, url }) => type === 'response' && url === server.url(`/${file}`));
      expect(read.problems).toEqual([]);
      expect([file, record?.payloadSha256, record?.fields['warc-payload-digest']]).toEqual([file, raw_sha256, [`sha256:${raw_sha256}`]]);
    }
  }, 180_000);
});
