import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fakeEngine, fakeFile } from '../support/fake-engine.ts';
import { eventually } from '../support/eventually.ts';
import { PAGE, running } from './running.ts';

const OCTETS = 'application/octet-stream';

describe('a request under another name', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    'localhost',
    '127.0.0.1.evil.example:PORT',
    '[::1]:PORT',
    '127.0.0.1:1',
    'LOCALHOST:PORT',
    '0.0.0.0:PORT',
  ])('%s is refused, with the session and all (DNS rebinding)', async (name) => {
    const { ask, own, port, codes, socket } = await running(fakeEngine());
    const host = name.replace('PORT', String(port));
    for (const path of ['/', '/start', '/evidence/x', '/session']) {
      expect((await ask(path, { headers: { ...own, host, origin: `http://${host}` } })).status).toBe(421);
    }
    expect(await socket('/rpc', { ...own, host, origin: `http://${host}` })).toBe(421);
    expect(new Set(codes())).toEqual(new Set(['host-foreign']));
  });

  it.each(['127.0.0.1', 'localhost'])('of its own, %s, is answered', async (name) => {
    const { ask, own, port, codes, socket } = await running(fakeEngine());
    const host = `${name}:${port}`;
    const headers = { ...own, host, origin: `http://${host}` };
    expect((await ask('/', { headers })).body).toBe(PAGE);
    expect(await socket('/rpc', headers)).toBeTypeOf('object');
    expect(codes()).toEqual([]);
  });
});

describe('a page of another origin', () => {
  const foreign = [
    'http://evil.example',
    'null',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://localhost:PORT',
    'http://127.0.0.1:PORT.evil.example',
    '',
  ];
  it.each(foreign)('"%s" gets nothing, with the session and all', async (name) => {
    const { ask, own, port, codes, socket } = await running(fakeEngine({ files: { '/evidence/a': fakeFile('text/plain', 'a') } }));
    const headers = { ...own, origin: name.replace('PORT', String(port)) };
    expect((await ask('/evidence/a', { headers })).status).toBe(403);
    expect((await ask('/upload', { method: 'PUT', headers: { ...headers, 'content-type': OCTETS }, body: 'a' })).status).toBe(403);
    expect(await socket('/rpc', headers)).toBe(403);
    expect(await socket('/picture/t', headers)).toBe(403);
    expect(codes()).toEqual(Array.from({ length: 4 }, () => 'origin-foreign'));
  });

  it('gets no picture for its own page either, which is asked for without an origin', async () => {
    const { ask, own, codes } = await running(fakeEngine({ files: { '/evidence/a': fakeFile('image/png', 'a') } }));
    const { cookie } = own;
    const from = (site: string): Promise<{ status: number }> =>
      ask('/evidence/a', { headers: { cookie, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } });
    expect((await from('same-origin')).status).toBe(200);
    expect((await from('cross-site')).status).toBe(403);
    // A server on another port of this machine: the same site for cookies.
    expect((await from('same-site')).status).toBe(403);
    expect(codes()).toEqual(['site-foreign', 'site-foreign']);
  });

  it('may link to the app and may not put it into a frame', async () => {
    const { ask, own } = await running(fakeEngine());
    const { cookie } = own;
    const to = (dest: string): Promise<{ status: number }> =>
      ask('/', { headers: { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': dest } });
    expect((await to('document')).status).toBe(200);
    expect((await to('iframe')).status).toBe(403);
  });
});

describe('without an origin', () => {
  it('no socket opens, no file is taken, no session is made: other programs and old browsers stay out', async () => {
    const { ask, own, socket, codes, tokens, askOwn } = await running(fakeEngine());
    const { cookie } = own;
    expect(await socket('/rpc', { cookie })).toBe(403);
    expect(await socket('/picture/t', { cookie })).toBe(403);
    expect((await ask('/upload', { method: 'PUT', headers: { cookie, 'content-type': OCTETS }, body: 'a' })).status).toBe(403);
    const token = tokens.issue();
    expect((await ask('/session', { method: 'POST', body: token })).status).toBe(403);
    expect(codes()).toEqual(Array.from({ length: 4 }, () => 'origin-missing'));
    expect((await askOwn('/session', { method: 'POST', body: token })).status).toBe(204);
  });
});

describe('a path that leads elsewhere', () => {
  const twisted = [
    '/../outside.html',
    '/assets/../../outside.html',
    '/%2e%2e/outside.html',
    '/%2E%2E%2Foutside.html',
    '/..%2foutside.html',
    '/assets/..%5c..%5coutside.html',
    '/..\\outside.html',
    '/%252e%252e%252foutside.html',
    '/%25252e%25252e/outside.html',
    '/./index.html',
    '//outside.html',
    '/evidence/../index.html',
    '/evidence/%2e%2e/%2e%2e/outside.html',
    '/evidence/x%00',
    '/evidence/x%0d%0aSet-Cookie:%20a=b',
    '/%c0%ae%c0%ae/outside.html',
    '/%',
    'http://127.0.0.1/outside.html',
  ];
  it.each(twisted)('%s is refused and logged', async (path) => {
    const { askOwn, codes } = await running(fakeEngine());
    expect((await askOwn('/assets/main.js')).status).toBe(200);
    const answer = await askOwn(path);
    expect([answer.status, answer.body]).toEqual([400, '']);
    expect(codes()).toEqual(['path-refused']);
  });

  it.each(['/outside.html', '/renderer/index.html', '/assets/', '/assets', '/assets/notes.map', '/etc/passwd', '/constructor'])(
    '%s leads to no file',
    async (path) => {
      const { askOwn } = await running(fakeEngine());
      expect((await askOwn(path)).status).toBe(404);
    },
  );
});

describe('what is no request', () => {
  it('is cut off and logged; the next one is answered', async () => {
    const { port, codes, askOwn } = await running(fakeEngine());
    const socket = connect(port, '127.0.0.1');
    socket.end('GET / HTTP/9\r\nnonsense\r\n\r\n');
    await eventually(() => expect(codes()).toEqual(['request-malformed']));
    expect((await askOwn('/')).status).toBe(200);
  });

  it.each(['POST', 'DELETE', 'PUT', 'OPTIONS', 'TRACE'])('%s to a page is refused', async (method) => {
    const { askOwn, codes } = await running(fakeEngine());
    expect((await askOwn('/', { method })).status).toBe(405);
    expect(codes()).toEqual(['method-refused']);
    expect((await askOwn('/', { method: 'HEAD' })).status).toBe(200);
  });
});

describe('every answer', () => {
  it('keeps the browser from guessing, sharing, framing and keeping', async () => {
    const { askOwn, ask } = await running(fakeEngine({ files: { '/evidence/a': fakeFile('text/plain', 'a') } }));
    for (const answer of [
      await askOwn('/'),
      await ask('/'),
      await askOwn('/evidence/a'),
      await askOwn('/missing'),
      await ask('/start.js'),
    ]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      const policy = answer.headers['content-security-policy'] as string;
      for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"])
        expect(policy).toContain(part);
      expect(policy).not.toMatch(/unsafe|data:|\*/);
    }
  });
});
