import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { receivedResultSchema } from '../../src/core/model/received-result.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

let pugmark: Pugmark;
let photo: string;
beforeAll(async () => {
  pugmark = await new Pugmark(keptTempFolder()).init();
  photo = join(pugmark.home, 'Foto van \u202egnp.jpg');
  writeFileSync(photo, Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001080200000090', 'hex'));
});

describe('add', () => {
  it('takes files in, lists and shows them, gives their bytes back, and check finds nothing', async () => {
    const words = join(pugmark.home, 'words.txt');
    writeFileSync(words, 'said on the telephone');
    const { code, document } = await pugmark.json(['add', photo, words, '--case', 'C-1', '--origin', 'Mrs A., by e-mail']);
    expect(code).toBe(0);
    const result = receivedResultSchema.parse(document);
    expect(result.files).toMatchObject([
      { exhibit: 'E-0001', givenName: 'Foto van \u202egnp.jpg', mediaType: 'image/png', sizeBytes: 30 },
      { exhibit: 'E-0002', givenName: 'words.txt', mediaType: 'application/octet-stream' },
    ]);
    const shown = await pugmark.json(['show', 'C-1', 'E-0001']);
    expect(shown.document).toMatchObject({
      format: 'exhibit/v1',
      kind: 'received',
      origin: 'Mrs A., by e-mail',
      record: { format: 'received/v1' },
      artifacts: [{ role: 'received' }, { role: 'operator' }, { role: 'record' }],
    });
    const listed = await pugmark.run(['list', '--case', 'C-1']);
    expect(listed.stdout).toContain('received file  Foto van \\u{202e}gnp.jpg');
    expect(listed.stdout).toContain('2 exhibits: 2 sealed');
    expect((await pugmark.run(['get', 'C-1', 'E-0002', 'received'])).stdout).toBe('said on the telephone');
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
  });

  it('refuses what is no file before anything is written', async () => {
    const folder = join(pugmark.home, 'folder');
    mkdirSync(folder);
    const before = (await pugmark.json<{ exhibits: unknown[] }>(['list', '--case', 'C-1'])).document.exhibits.length;
    for (const path of [folder, join(pugmark.home, 'nowhere')]) {
      const { code, document } = await pugmark.json(['add', photo, path, '--case', 'C-1']);
      expect({ code, document }).toMatchObject({ code: 2, document: { format: 'error/v1', code: 'input-unreadable' } });
    }
    expect((await pugmark.json(['add', photo, '--case', 'NONE'])).document).toMatchObject({ code: 'case-unknown' });
    expect((await pugmark.run(['add', photo])).code).toBe(2);
    expect((await pugmark.json<{ exhibits: unknown[] }>(['list', '--case', 'C-1'])).document.exhibits).toHaveLength(before);
  });
});
