import { beforeAll, describe, expect, it } from 'vitest';
import { runCaptures } from '../../../src/app/capture-service.ts';
import type { CaptureBrowsers, CaptureRequest } from '../../../src/core/capture-ports.ts';
import { parseCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { concatBytes } from '../../../src/core/digest/encoding.ts';
import { captureRecordSchema, type CaptureRecord, type Observation } from '../../../src/core/model/capture-record.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../../src/core/model/limits.ts';
import type { CaseReader } from '../../../src/core/ports.ts';
import { nodeRandom } from '../../../src/platform/cryptography.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { observePage } from '../../support/fake-observation.ts';
import { eventually } from '../../support/eventually.ts';
import { startHttp, startHttpProxy } from '../../support/time/local-proxies.ts';
import { startTimeServer } from '../../support/time/local-time-server.ts';
import { makeTimeAuthority, serveTimeAuthority, type LocalTimeAuthority } from '../../support/time/time-authority.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { TEST_TOOL } from '../../storage/vault-parts.ts';
import { makeTimes, type TimeFixture } from './time-fixture.ts';

let local: LocalTimeAuthority;
beforeAll(() => {
  local = makeTimeAuthority(keptTempFolder());
});

/** Captures one page, which is looked at once `seen` holds, and gives its record. */
async function capture({ store, vault, times }: TimeFixture, seen: () => void = () => undefined): Promise<CaptureRecord> {
  const browsers: CaptureBrowsers = {
    launch: async () => ({
      facts: { product: 'Chrome/1', userAgent: 'UA', headless: true, sandbox: true, flags: [] },
      lost: new AbortController().signal,
      capture: async (request: CaptureRequest): Promise<Observation> => {
        await eventually(seen);
        return await observePage(request);
      },
      close: async () => undefined,
    }),
    openForPerson: () => Promise.reject(new Error('nobody is here')),
  };
  const station = { runtime: 'node', os: { platform: 'linux', release: '1', architecture: 'x64' }, locale: 'en', timeZone: 'UTC' };
  const { exhibits } = await runCaptures(
    { clock: systemClock, random: nodeRandom, browsers, tool: TEST_TOOL, station, times },
    {
      store,
      operator: vault.operator,
      choices: { browser: { headless: true, acceptInvalidTls: false }, limits: DEFAULT_CAPTURE_LIMITS, print: false },
      addresses: [{ url: 'https://market.example/ad/1', from: 'test' }],
      concurrency: 1,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    },
  );
  const record = store.findExhibit(exhibits[0]?.exhibit ?? '')?.artifacts.find(({ role }) => role === 'record');
  if (record === undefined) throw new Error('nothing was sealed');
  const pieces: Uint8Array[] = [];
  for await (const piece of store.readArtifact(record)) pieces.push(piece);
  return parseCanonicalJson(concatBytes(...pieces), captureRecordSchema);
}

function typesOf(reader: CaseReader): readonly string[] {
  return reader.readLog().map(({ line }) => /"type":"([^"]+)"\}$/.exec(line)?.[1] ?? '');
}

describe('a capture', () => {
  it('names the token over the start of its session and what a time server said of the clock', async () => {
    const served = await serveTimeAuthority(local);
    const server = await startTimeServer(90_000);
    const fixture = await makeTimes([served.authority], { clock: { sntp: [server.server], http: [] } });
    const { store, times, vault, files } = fixture;
    const { session, clock } = await capture(fixture, () =>
      expect(typesOf(store)).toEqual(expect.arrayContaining(['checkpoint.timestamped', 'clock.checked'])),
    );
    expect(session.tokenDigest).toBe(store.listSessionTokens(session.id)[0]?.digest);
    expect(clock).toMatchObject({ state: 'checked', source: `sntp ${server.server}` });
    expect(Math.abs((clock.state === 'checked' ? clock.offsetMs : 0) - 90_000)).toBeLessThan(10_000);
    expect(store.findTime().state).toBe('pending');
    await times.close();
    vault.close();
    expect((await files.vaults.check({ folder: files.folder, passphrase: 'a walk along the river' })).findings).toEqual([]);
  });

  it('is sealed without them where nobody answers, and says why', async () => {
    const fixture = await makeTimes([], { clock: { sntp: ['127.0.0.1:9'], http: ['http://127.0.0.1:9/'] } });
    const { store, times } = fixture;
    const { session, clock } = await capture(fixture);
    expect(session.tokenDigest).toBeUndefined();
    expect(clock).toMatchObject({ state: 'not-checked', reason: expect.stringMatching(/answered yet|127\.0\.0\.1/) });
    expect(typesOf(store)).not.toContain('clock.checked');
    await times.close();
  });

  it('asks nobody past a proxy: the date of an answer through it tells the time', async () => {
    const server = await startTimeServer(0);
    const port = await startHttp((_request, response) => response.end());
    const proxy = await startHttpProxy((host) => (host === 'clock.behind' ? port : undefined));
    const fixture = await makeTimes([], { clock: { sntp: [server.server], http: ['http://clock.behind/'] }, proxy: proxy.url });
    const { clock } = await capture(fixture, () => expect(typesOf(fixture.store)).toContain('clock.checked'));
    expect(clock).toMatchObject({ state: 'checked', source: 'http-date http://clock.behind/' });
    expect(Math.abs(clock.state === 'checked' ? clock.offsetMs : 60_000)).toBeLessThan(10_000);
    expect(proxy.asked).toEqual(['HEAD http://clock.behind/']);
    expect(server.questions).toEqual([]);
  });

  it('asks nobody in practice', async () => {
    const served = await serveTimeAuthority(local);
    const server = await startTimeServer(0);
    const fixture = await makeTimes([served.authority], { practice: true, clock: { sntp: [server.server], http: [] } });
    const { store, vault, times } = fixture;
    const session = store.startSession({});
    const evidence = times.beginSession(store, session);
    evidence.refresh();
    expect(evidence.clock()).toEqual({ state: 'not-checked', reason: 'practice: no time source is asked' });
    store.endSession(session, {});
    await times.close();
    expect([served.requests.length, server.questions.length, vault.listCases()[0]?.practice]).toEqual([0, 0, true]);
  });
});
