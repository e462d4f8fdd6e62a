import { beforeAll, describe, expect, it } from 'vitest';
import { parseEntryLine } from '../../../src/core/custody/entry.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { CaseReader } from '../../../src/core/ports.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { eventually } from '../../support/eventually.ts';
import { makeTimeAuthority, serveTimeAuthority, type LocalTimeAuthority } from '../../support/time/time-authority.ts';
import { startSocksProxy } from '../../support/time/local-proxies.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { captureOnce, makeTimes } from './time-fixture.ts';

let authority: LocalTimeAuthority;
let stranger: LocalTimeAuthority;
beforeAll(() => {
  authority = makeTimeAuthority(keptTempFolder());
  stranger = makeTimeAuthority(keptTempFolder());
});

const NOW = { withinMs: 20_000 };

function stamped(reader: CaseReader): readonly ReturnType<typeof parseEntryLine>[] {
  return reader
    .readLog()
    .map(({ line }) => parseEntryLine(line))
    .filter(({ type }) => type === 'checkpoint.timestamped');
}

describe('stamping a case', () => {
  it('asks each authority once for the newest checkpoint, keeps what came, and says so in the log', async () => {
    const [one, two] = [await serveTimeAuthority(authority, 'one'), await serveTimeAuthority(authority, 'two')];
    const { store, times, vault, files, changes } = await makeTimes([one.authority, two.authority]);
    const exhibit = await captureOnce(store);
    expect(store.findTime({ exhibit })).toEqual({ state: 'pending', tokens: [] });
    const checkpoint = store.latestCheckpoint();
    await times.queueOf(store).stamp(NOW);
    const tokens = store.listTokens();
    expect(tokens.map(({ authority, state, subject }) => `${authority} ${state} ${subject}`).toSorted()).toEqual([
      'one granted checkpoint',
      'two granted checkpoint',
    ]);
    expect(tokens.map(({ subjectBytes }) => Buffer.from(subjectBytes).toString())).toEqual([checkpoint?.note, checkpoint?.note]);
    const time = store.findTime({ exhibit });
    expect(time.state).toBe('confirmed');
    expect(time.tokens.map(({ digest }) => digest).toSorted()).toEqual(
      tokens.map(({ response }) => sha256DigestOf(nodeHashing.sha256(response ?? new Uint8Array()))).toSorted(),
    );
    const entries = stamped(store);
    expect(new Set(entries.map(({ digest }) => digest))).toEqual(new Set(time.tokens.map(({ digest }) => digest)));
    expect(entries[0]).toMatchObject({
      actor: 'system',
      details: {
        subject: 'checkpoint',
        of: `${checkpoint?.origin}/${checkpoint?.size}`,
        subjectSha256: sha256DigestOf(nodeHashing.sha256(toUtf8(checkpoint?.note ?? ''))),
        genTime: time.tokens.find(({ digest }) => digest === entries[0]?.digest)?.genTime,
      },
    });
    expect(changes()).toBeGreaterThanOrEqual(2);
    // What it wrote itself, and that somebody looked, is no act that waits for a stamp.
    store.record({ type: 'exhibit.viewed', exhibit, details: {} });
    await times.queueOf(store).stamp(NOW);
    expect([one.requests.length, two.requests.length]).toEqual([1, 1]);
    await times.close();
    vault.close();
    expect((await files.vaults.check({ folder: files.folder })).findings).toEqual([]);
  });

  it('stamps once for acts that follow each other closely', async () => {
    const served = await serveTimeAuthority(authority);
    const { store, times, waits } = await makeTimes([served.authority]);
    for (let count = 0; count < 3; count += 1) {
      await captureOnce(store);
      times.queueOf(store).touch();
    }
    expect(waits.filter(({ isOver }) => !isOver)).toHaveLength(1);
    waits.at(-1)?.end();
    await eventually(() => expect(store.findTime().state).toBe('confirmed'));
    expect(served.requests).toHaveLength(1);
    expect(store.listExhibits().map(({ exhibit }) => store.findTime({ exhibit }).state)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  it('asks nobody for practice', async () => {
    const served = await serveTimeAuthority(authority);
    const { store, times } = await makeTimes([served.authority], { practice: true });
    const exhibit = await captureOnce(store);
    await times.queueOf(store).stamp({ ...NOW, force: true });
    expect(await times.queueOf(store).requestTokens({ subject: 'seal', ref: 'x', sha256: `sha256:${'0'.repeat(64)}` }, NOW)).toEqual([]);
    expect(store.findTime({ exhibit }).state).toBe('none');
    expect([served.requests.length, store.listTokenRows().length]).toEqual([0, 0]);
  });

  it('goes through the proxy in force', async () => {
    const served = await serveTimeAuthority(authority);
    const proxy = await startSocksProxy((host) => (host === 'tsa.behind' ? Number(new URL(served.authority.url).port) : undefined));
    const { store, times } = await makeTimes([{ ...served.authority, url: 'http://tsa.behind/' }], { proxy: proxy.url });
    await captureOnce(store);
    await times.queueOf(store).stamp(NOW);
    expect(store.findTime().state).toBe('confirmed');
    expect(proxy.asked).toEqual(['SOCKS5 tsa.behind:80']);
  });
});

describe('an authority that does not answer', () => {
  it('leaves the request pending, is given time, and is asked for the same again, also by another run of the program', async () => {
    const served = await serveTimeAuthority(authority);
    served.misbehave(() => 503);
    const { store, times, vault, files, passMs } = await makeTimes([served.authority]);
    const exhibit = await captureOnce(store);
    await times.queueOf(store).stamp(NOW);
    expect(store.listTokenRows().map(({ state }) => state)).toEqual(['pending']);
    expect(times.standing('local')).toMatchObject({ failures: 1, problem: { code: 'outbound-failed' } });
    await times.queueOf(store).stamp(NOW);
    expect(served.requests).toHaveLength(1);
    const waited = times.standing('local').waitMs;
    passMs(waited);
    await times.queueOf(store).stamp(NOW);
    expect(served.requests).toHaveLength(2);
    expect(times.standing('local').waitMs).toBeGreaterThan(waited);
    // One request waits, whatever is captured meanwhile.
    await captureOnce(store);
    passMs(times.standing('local').waitMs);
    await times.queueOf(store).stamp(NOW);
    expect(store.listTokenRows()).toHaveLength(1);
    await times.close();
    vault.close();

    served.misbehave(undefined);
    const later = await makeTimes([], { files });
    await later.times.queueOf(later.store).stamp(NOW);
    // The same request first, then the newest checkpoint.
    expect(served.requests.slice(0, 4).map((request) => Buffer.from(request).equals(Buffer.from(served.requests[0] ?? [])))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(served.requests).toHaveLength(5);
    expect(later.store.listTokenRows().map(({ state }) => state)).toEqual(['granted', 'granted']);
    expect([exhibit, 'E-0002'].map((one) => later.store.findTime({ exhibit: one }).state)).toEqual(['confirmed', 'confirmed']);
  });

  it('holds up nobody longer than was said', async () => {
    const served = await serveTimeAuthority(authority);
    const { promise, resolve } = Promise.withResolvers<number>();
    served.misbehave(() => promise);
    const { store, times, waits } = await makeTimes([served.authority]);
    await captureOnce(store);
    const asked = times.queueOf(store).stamp({ withinMs: 1_234 });
    waits.find(({ ms }) => ms === 1_234)?.end();
    await asked;
    expect(store.findTime().state).toBe('pending');
    resolve(503);
  });
});

describe('an answer that is no valid token', () => {
  it('is kept as refused and never counted: of another authority, over something else, an old one, a refusal', async () => {
    const served = await serveTimeAuthority(authority);
    const { store, times } = await makeTimes([served.authority]);
    await captureOnce(store);
    const answers: ((request: Uint8Array) => Promise<Uint8Array>)[] = [
      (request) => stranger.reply(request),
      async (request) => {
        const other = Uint8Array.from(request);
        // Another digest under the same nonce.
        const place = Buffer.from(request).indexOf(Buffer.of(0x04, 0x20)) + 2;
        other[place] = (other[place] ?? 0) ^ 1;
        return await authority.reply(other);
      },
      () => Promise.resolve(Uint8Array.of(0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02)),
      () => Promise.resolve(toUtf8('a page')),
    ];
    for (const answer of answers) {
      served.misbehave(answer);
      await times.queueOf(store).stamp({ ...NOW, force: true });
    }
    expect(store.listTokenRows().map(({ state, response }) => [state, (response?.length ?? 0) > 0])).toEqual(
      answers.map(() => ['refused', true]),
    );
    expect(store.findTime().state).toBe('pending');
    expect(stamped(store)).toEqual([]);
    served.misbehave(undefined);
    await times.queueOf(store).stamp({ ...NOW, force: true });
    expect(store.findTime().state).toBe('confirmed');
    const old = store.listTokenRows().at(-1)?.response;
    await captureOnce(store);
    served.misbehave(() => old);
    await times.queueOf(store).stamp({ ...NOW, force: true });
    expect(store.findTime({ exhibit: 'E-0002' }).state).toBe('pending');
    expect(times.standing('local').problem?.code).toContain('nonce-wrong');
  });
});

describe('the start of a session', () => {
  it('gets a token that its records name, and never a late one', async () => {
    const served = await serveTimeAuthority(authority);
    const { store, times } = await makeTimes([served.authority]);
    const session = store.startSession({});
    const evidence = times.beginSession(store, session);
    expect(evidence.tokenDigest()).toBeUndefined();
    await eventually(() => expect(evidence.tokenDigest()).toBeDefined());
    const [token] = store.listSessionTokens(session.id);
    expect(evidence.tokenDigest()).toBe(token?.digest);
    const start = store.readLog().find(({ line }) => line.includes('session.started'))?.line ?? '';
    expect(store.listTokens().map(({ subject, subjectBytes }) => [subject, Buffer.from(subjectBytes).toString()])).toEqual([
      ['session', start],
    ]);
    evidence.end();

    served.misbehave(() => 503);
    const second = store.startSession({});
    const offline = times.beginSession(store, second);
    await eventually(() => expect(times.standing('local').failures).toBe(1));
    offline.end();
    expect(offline.tokenDigest()).toBeUndefined();
    // Nothing waits: a token that came later would be no lower bound.
    expect(store.listTokenRows()).toHaveLength(1);
  });
});
