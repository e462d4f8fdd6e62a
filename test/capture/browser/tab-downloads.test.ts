import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IncidentLog } from '../../../src/capture/browser/incident-log.ts';
import { TabDownloads } from '../../../src/capture/browser/tab-downloads.ts';
import type { DownloadedFile } from '../../../src/capture/browser/tab.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const limits = { dialogs: 1, popups: 1, downloads: 5, bodyBytes: 10 };

/** What becomes of a download of 20 bytes that ends by itself, or passes the limit of 10, with files going to `folder`. */
async function download(folder: string, end: 'ends' | 'is cut'): Promise<DownloadedFile | undefined> {
  const source = join(tempFolder(), 'source');
  writeFileSync(source, 'x'.repeat(20));
  const clock = { now: () => '2026-03-02T08:00:00.000Z', monotonicMs: () => 0 };
  const shell = { cancelDownload: () => Promise.resolve() };
  const downloads = new TabDownloads(shell, new IncidentLog(clock, limits), folder, limits);
  const { file } = downloads.next();
  downloads.hear({ kind: 'begun', id: 'd', url: 'https://site.example/f', suggestedName: 'f', partialPath: source });
  if (end === 'ends') downloads.hear({ kind: 'ended', id: 'd', complete: true, path: source });
  else downloads.hear({ kind: 'progress', id: 'd', receivedBytes: 20 });
  return file;
}

describe.each(['ends', 'is cut'] as const)('a download that %s', (end) => {
  it('is kept', async () => {
    expect(await download(join(tempFolder(), 'new'), end)).toMatchObject({ sizeBytes: 20, complete: end === 'ends' });
  });

  it('is given up, and nothing else, where no folder for it can be made', async () => {
    const file = join(tempFolder(), 'a-file');
    writeFileSync(file, '');
    expect(await download(join(file, 'below'), end)).toBeUndefined();
  });
});
