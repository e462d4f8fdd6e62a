import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PugmarkError } from '../../src/core/errors.ts';
import type { EvidenceFile } from '../../src/rpc/evidence-files.ts';
import { parseRange } from '../../src/rpc/byte-range.ts';
import { fakeEngine, fakeFile } from '../support/fake-engine.ts';
import { eventually } from '../support/eventually.ts';
import { running } from './running.ts';

const PATH = '/evidence/file';
const TEXT = '0123456789';

/** Fails before its first byte. */
function failing(error: Error): EvidenceFile {
  // oxlint-disable-next-line require-yield -- it never comes so far
  const read = async function* (): AsyncGenerator<Uint8Array> {
    await delay(0);
    throw error;
  };
  return { ...fakeFile('image/png', TEXT), read };
}

async function served(file: EvidenceFile): ReturnType<typeof running> {
  return await running(fakeEngine({ files: { [PATH]: file } }));
}

describe('evidence', () => {
  it.each(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/pdf'])('of type %s is shown', async (mediaType) => {
    const { askOwn } = await served(fakeFile(mediaType, TEXT));
    const { status, headers, body } = await askOwn(PATH);
    expect([status, headers['content-type'], headers['content-disposition'], body]).toEqual([200, mediaType, 'inline', TEXT]);
  });

  it.each(['text/plain', 'application/json', 'TEXT/PLAIN; charset=latin1'])('of type %s is shown as UTF-8', async (mediaType) => {
    const { askOwn } = await served(fakeFile(mediaType, TEXT));
    const { headers } = await askOwn(PATH);
    expect(headers['content-type']).toMatch(/^(text\/plain|application\/json); charset=utf-8$/);
    expect(headers['content-disposition']).toBe('inline');
  });

  it.each([
    'text/html',
    'Text/HTML; charset=utf-8',
    'application/xhtml+xml',
    'image/svg+xml',
    'text/xml',
    'text/javascript',
    'text/css',
    'application/wasm',
    'multipart/related',
    'image/png\r\nx: y',
    '',
  ])('of type "%s", which a browser may run, is handed over as bytes to be saved', async (mediaType) => {
    const { askOwn } = await served(fakeFile(mediaType, '<script>alert(1)</script>'));
    const { status, headers } = await askOwn(PATH);
    expect([status, headers['content-type'], headers['content-disposition']]).toEqual([200, 'application/octet-stream', 'attachment']);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.* sandbox$/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('that no call could have named is not found', async () => {
    const { askOwn } = await served(fakeFile('text/plain', TEXT));
    expect((await askOwn('/evidence/other')).status).toBe(404);
    expect((await askOwn('/evidence/toString')).status).toBe(404);
    expect((await askOwn(`${PATH}?download`)).status).toBe(200);
  });

  it('is given in parts', async () => {
    const { askOwn } = await served(fakeFile('image/png', TEXT, 'abc'));
    const part = await askOwn(PATH, { headers: { range: 'bytes=2-4' } });
    expect([part.status, part.body, part.headers['content-range'], part.headers['content-length']]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
      '3',
    ]);
    const behind = await askOwn(PATH, { headers: { range: 'bytes=10-' } });
    expect([behind.status, behind.body, behind.headers['content-range']]).toEqual([416, '', 'bytes */10']);
    const head = await askOwn(PATH, { method: 'HEAD' });
    expect([head.status, head.body, head.headers['content-length'], head.headers['accept-ranges']]).toEqual([200, '', '10', 'bytes']);
  });

  it('is not given again to who has it, and is given whole to who has another', async () => {
    const { askOwn } = await served(fakeFile('image/png', TEXT, 'abc'));
    const first = await askOwn(PATH);
    expect(first.headers.etag).toBe('"abc"');
    expect((await askOwn(PATH, { headers: { 'if-none-match': '"x", W/"abc"' } })).status).toBe(304);
    expect((await askOwn(PATH, { headers: { 'if-none-match': '"abcd"' } })).body).toBe(TEXT);
    expect((await askOwn(PATH, { headers: { range: 'bytes=0-1', 'if-range': '"abc"' } })).body).toBe('01');
    expect((await askOwn(PATH, { headers: { range: 'bytes=0-1', 'if-range': '"old"' } })).body).toBe(TEXT);
  });

  it('that is missing or changed is told by its code, before anything is sent', async () => {
    const missing = await (await served(failing(new PugmarkError('object-missing', 'Gone')))).askOwn(PATH);
    expect([missing.status, missing.body]).toEqual([404, '{"error":{"code":"object-missing","message":"Gone","details":{}}}']);
    const changed = await (await served(failing(new PugmarkError('object-changed', 'Not what was sealed')))).askOwn(PATH);
    expect([changed.status, changed.body]).toEqual([500, expect.stringContaining('object-changed')]);
  });

  it('that breaks off is cut, not passed off as whole; a foreign error says nothing of itself', async () => {
    const { askOwn, log } = await served({
      ...fakeFile('image/png', TEXT),
      async *read() {
        yield Buffer.from(TEXT.slice(0, 4));
        await Promise.resolve();
        throw new Error('SECRET');
      },
    });
    await expect(askOwn(PATH)).rejects.toThrow(/aborted|hang up|reset/i);
    await eventually(() => expect(log()).toContain('program-fault'));
    expect(log()).not.toContain('SECRET');
  });
});

describe('a range', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=3-', { start: 3, end: 10 }],
    ['bytes=3-99', { start: 3, end: 10 }],
    ['bytes=-3', { start: 7, end: 10 }],
    ['bytes=-30', { start: 0, end: 10 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=4-3', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=-', undefined],
    ['lines=1-2', undefined],
    ['bytes=1e3-', undefined],
    [undefined, undefined],
  ])('%s of ten bytes', (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected);
  });
});
