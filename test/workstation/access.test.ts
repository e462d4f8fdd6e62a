import { describe, expect, it } from 'vitest';
import { makeSecret, OneTimeTokens, Sessions } from '../../src/workstation/access.ts';
import { fakeEngine } from '../support/fake-engine.ts';
import { PAGE, running } from './running.ts';

describe('a one-time token', () => {
  it('becomes a session once; its second use is refused and logged', async () => {
    const { ask, tokens, origin, codes } = await running(fakeEngine());
    const token = tokens.issue();
    const post = { method: 'POST', headers: { origin }, body: token };
    const first = await ask('/session', post);
    expect(first.status).toBe(204);
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^pugmark-\d+=[\w-]{43}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(codes()).toEqual([]);
    const second = await ask('/session', post);
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    expect(codes()).toEqual(['token-refused']);
    // The session made by the first use is not touched.
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0];
    expect((await ask('/session', { headers: { cookie } })).status).toBe(204);
  });

  it.each([
    ['made up', 'x'.repeat(43)],
    ['empty', ''],
    ['endless', 'x'.repeat(100_000)],
  ])('that is %s opens nothing', async (_what, body) => {
    const { ask, origin, codes } = await running(fakeEngine());
    expect((await ask('/session', { method: 'POST', headers: { origin }, body })).status).toBe(403);
    expect(codes()).toEqual(['token-refused']);
  });

  it('is not written to the log', async () => {
    const { ask, tokens, origin, log } = await running(fakeEngine());
    const token = tokens.issue();
    for (let i = 0; i < 2; i += 1) await ask('/session', { method: 'POST', headers: { origin }, body: token });
    await ask(`/elsewhere?token=${token}`);
    expect(log()).toContain('token-refused');
    expect(log()).not.toContain(token);
  });

  it('is void when too many newer ones were given out', () => {
    const tokens = new OneTimeTokens(2);
    const [oldest, older, newest] = [tokens.issue(), tokens.issue(), tokens.issue()];
    expect([tokens.redeem(oldest), tokens.redeem(older), tokens.redeem(newest), tokens.redeem(newest)]).toEqual([false, true, true, false]);
  });
});

describe('a session', () => {
  it('is of one run and one port', () => {
    const sessions = new Sessions(makeSecret(), 1000);
    const cookie = sessions.issue().split(';')[0] ?? '';
    expect(sessions.isHeldBy(cookie)).toBe(true);
    expect(sessions.isHeldBy(`other=1; ${cookie}; more=2`)).toBe(true);
    expect(new Sessions(makeSecret(), 1000).isHeldBy(cookie)).toBe(false);
    expect(sessions.isHeldBy(cookie.replace('1000', '1001'))).toBe(false);
    expect(sessions.isHeldBy(`${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'Q' : 'A'}`)).toBe(false);
    expect(sessions.isHeldBy(undefined)).toBe(false);
  });

  it.each(['/index.html', '/assets/main.js', '/evidence/x', '/unknown'])('is needed for %s', async (path) => {
    const { ask, askOwn, codes } = await running(fakeEngine());
    expect([200, 404]).toContain((await askOwn(path)).status);
    expect(codes()).toEqual([]);
    expect((await ask(path)).status).toBe(401);
    expect(codes()).toEqual(['session-missing']);
  });

  it('is needed for a file to be handed over and for sockets', async () => {
    const { ask, askOwn, socket, origin, codes } = await running(fakeEngine());
    const put = { method: 'PUT', headers: { origin, 'content-type': 'application/octet-stream' }, body: 'bytes' };
    expect((await ask('/upload', put)).status).toBe(401);
    expect(await socket('/rpc', { origin })).toBe(401);
    expect(await socket('/picture/t-1', { origin })).toBe(401);
    expect(codes()).toEqual(['session-missing', 'session-missing', 'session-missing']);
    expect((await askOwn('/upload', put)).body).toBe('{"upload":"upload-1"}');
    expect(await socket('/rpc')).toBeTypeOf('object');
    expect(await socket('/picture/t-1')).toBeTypeOf('object');
  });

  it('is looked for by the front door, which shows nothing of the app without one', async () => {
    const { ask, askOwn } = await running(fakeEngine());
    const without = await ask('/');
    expect(without.status).toBe(401);
    expect(without.body).toContain('/start.js');
    expect(without.body).not.toContain('main.js');
    for (const language of ['en', 'fr', 'nl']) expect(without.body).toContain(`<p lang="${language}">`);
    const own = await askOwn('/');
    expect([own.status, own.body]).toEqual([200, PAGE]);
  });
});
