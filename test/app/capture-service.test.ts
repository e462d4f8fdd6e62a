import { describe, expect, it } from 'vitest';
import type { CaptureChoices } from '../../src/app/capture-record-parts.ts';
import type { CaptureRunEvent, CaptureRunOutcome } from '../../src/app/capture-run.ts';
import { runCaptures } from '../../src/app/capture-service.ts';
import type { CaptureBrowser, CaptureBrowsers, CaptureRequest } from '../../src/core/capture-ports.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import { operatorArtifactSchema, environmentArtifactSchema } from '../../src/core/model/accompanying-artifacts.ts';
import type { Observation } from '../../src/core/model/capture-record.ts';
import { captureResultSchema } from '../../src/core/model/capture-result.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../src/core/model/limits.ts';
import { PRACTICE_HEADER, PRACTICE_META } from '../../src/core/model/practice.ts';
import { nodeRandom } from '../../src/platform/cryptography.ts';
import { observePage } from '../support/fake-observation.ts';
import { FakeCase } from '../support/fake-case-store.ts';

const DIGEST = `sha256:${'1'.repeat(64)}` as const;
const FACTS = { product: 'Chrome/1', userAgent: 'UA', headless: true, sandbox: true };

type Capture = (request: CaptureRequest, lose: () => void) => Promise<Observation>;

/** Browsers whose captures do what `capture` says. */
function browsersDoing(capture: Capture): CaptureBrowsers & { readonly launched: number } {
  let launched = 0;
  return {
    get launched() {
      return launched;
    },
    launch: async () => {
      launched += 1;
      const lost = new AbortController();
      const browser: CaptureBrowser = {
        facts: { ...FACTS, flags: ['--x'] },
        lost: lost.signal,
        capture: (request) => capture(request, () => lost.abort()),
        close: async () => undefined,
      };
      return browser;
    },
    openForPerson: () => Promise.reject(new Error('nobody is here')),
  };
}

const CHOICES: CaptureChoices = { browser: { headless: true, acceptInvalidTls: false }, limits: DEFAULT_CAPTURE_LIMITS, print: true };

function run(
  kept: FakeCase,
  browsers: CaptureBrowsers,
  urls: readonly string[],
  options: { readonly concurrency?: number; readonly signal?: AbortSignal; readonly onEvent?: (event: CaptureRunEvent) => void } = {},
): Promise<CaptureRunOutcome> {
  let ms = 0;
  return runCaptures(
    {
      clock: { now: () => '2026-01-01T00:00:00.000Z', monotonicMs: () => (ms += 10) },
      random: nodeRandom,
      browsers,
      tool: { name: 'pugmark', version: '0.0.0', digest: DIGEST },
      station: { runtime: 'node', os: { platform: 'linux', release: '1', architecture: 'x64' }, locale: 'en', timeZone: 'UTC' },
    },
    {
      store: kept.store,
      operator: { serviceNumber: 'S-1', osAccount: 'ana', addedAt: '2026-01-01T00:00:00.000Z', keyId: DIGEST, practiceKeyId: DIGEST },
      addresses: urls.map((url) => ({ url, from: 'test' })),
      choices: CHOICES,
      concurrency: options.concurrency ?? 1,
      signal: options.signal ?? new AbortController().signal,
      onEvent: options.onEvent ?? (() => undefined),
    },
  );
}

describe('runCaptures', () => {
  it('commits the attempt before the engine is asked for anything, and seals the record with all artifacts', async () => {
    const kept = new FakeCase();
    const { exhibits } = await run(
      kept,
      browsersDoing(async (request) => {
        kept.acts.push(`fetch ${request.url}`);
        return observePage(request);
      }),
      ['https://a.test/1'],
    );
    expect(kept.acts).toEqual([
      'session {"addresses":1,"concurrency":1}',
      'start E-0001 https://a.test/1',
      'fetch https://a.test/1',
      'seal E-0001 sealed',
      'end {"sealed":1,"browserStarts":1}',
    ]);
    expect(kept.records[0]?.observation.artifacts.map(({ role }) => role)).toEqual(['text', 'operator', 'environment']);
    expect(exhibits).toMatchObject([
      { case: 'REF', exhibit: 'E-0001', state: 'sealed', requestedUrl: 'https://a.test/1', time: { state: 'pending' } },
    ]);
    expect(captureResultSchema.parse({ format: 'capture-result/v1', exhibits })).toBeDefined();
    expect(exhibits[0]).not.toHaveProperty('httpStatus');
    expect(exhibits[0]).not.toHaveProperty('title');
  });

  it('writes operator and environment apart from the record, each with its nonce', async () => {
    const kept = new FakeCase();
    const stagings: CaptureRequest['staging'][] = [];
    await run(
      kept,
      browsersDoing((request) => {
        stagings.push(request.staging);
        return observePage(request);
      }),
      ['https://a.test/1'],
    );
    const [staging] = stagings;
    const read = async (name: string): Promise<unknown> => {
      let text = '';
      for await (const chunk of staging?.read(name) ?? []) text += Buffer.from(chunk).toString();
      return JSON.parse(text);
    };
    const operator = operatorArtifactSchema.parse(await read('operator.json'));
    const environment = environmentArtifactSchema.parse(await read('environment.json'));
    expect(operator).toMatchObject({ serviceNumber: 'S-1', osAccount: 'ana' });
    expect(environment).toMatchObject({ browser: { flags: ['--x'], sandbox: true }, choices: { acceptInvalidTls: false, print: true } });
    expect(operator.nonce).not.toBe(environment.nonce);
  });

  it('goes on after an address that fails, and tells what failed', async () => {
    const kept = new FakeCase();
    const { exhibits, stoppedBy } = await run(
      kept,
      browsersDoing((request) => {
        if (request.url.endsWith('/2')) throw new TypeError('a bug');
        return observePage(request, request.url.endsWith('/3') ? 'partial' : 'sealed');
      }),
      ['https://a.test/1', 'https://a.test/2', 'https://a.test/3'],
    );
    expect(exhibits.map(({ state }) => state)).toEqual(['sealed', 'failed', 'partial']);
    expect(exhibits[1]?.error).toMatchObject({ code: 'program-fault' });
    expect(kept.acts).toContain('capture.failed E-0002 {"code":"program-fault"}');
    expect(stoppedBy).toBeUndefined();
  });

  it('starts another browser when one was lost, and only one for all who wait', async () => {
    const kept = new FakeCase();
    const browsers = browsersDoing(async (request, lose) => {
      if (request.url.endsWith('/1')) {
        lose();
        throw new PugmarkError('browser-lost', 'gone');
      }
      return observePage(request);
    });
    const { exhibits } = await run(kept, browsers, ['https://a.test/1', 'https://a.test/2', 'https://a.test/3', 'https://a.test/4'], {
      concurrency: 2,
    });
    expect(exhibits.map(({ state }) => state)).toEqual(['failed', 'sealed', 'sealed', 'sealed']);
    expect(browsers.launched).toBe(2);
  });

  it('runs as many side by side as asked for, and no more', async () => {
    let underWay = 0;
    let most = 0;
    const browsers = browsersDoing(async (request) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay -= 1;
      return observePage(request);
    });
    const urls = Array.from({ length: 7 }, (_, i) => `https://a.test/${i}`);
    const { exhibits } = await run(new FakeCase(), browsers, urls, { concurrency: 3 });
    expect(most).toBe(3);
    expect(exhibits.map(({ exhibit }) => exhibit)).toEqual(['E-0001', 'E-0002', 'E-0003', 'E-0004', 'E-0005', 'E-0006', 'E-0007']);
  });

  it('cancels what is under way, begins nothing more, and accounts for it', async () => {
    const kept = new FakeCase();
    const cancel = new AbortController();
    const browsers = browsersDoing(
      ({ cancelled }) =>
        new Promise((_resolve, reject) => cancelled.addEventListener('abort', () => reject(new PugmarkError('cancelled', 'Cancelled')))),
    );
    const outcome = await run(kept, browsers, ['https://a.test/1', 'https://a.test/2', 'https://a.test/3'], {
      concurrency: 2,
      signal: cancel.signal,
      onEvent: (event) => void (event.kind === 'started' && event.exhibit === 'E-0002' && setTimeout(() => cancel.abort(), 1)),
    });
    expect(outcome.exhibits.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(outcome.notStarted).toEqual(['https://a.test/3']);
    expect(kept.acts.filter((act) => act.startsWith('capture.'))).toEqual([
      'capture.cancelled E-0001 {"code":"cancelled"}',
      'capture.cancelled E-0002 {"code":"cancelled"}',
    ]);
    expect(kept.acts.at(-1)).toBe('end {"cancelled":2,"browserStarts":1}');
  });

  it('stops when the disk is full, also when not even that can be written down', async () => {
    const kept = new FakeCase();
    const full = new PugmarkError('disk-full', 'No room left');
    kept.failures.set('seal E-0001', full);
    kept.failures.set('capture.failed', full);
    kept.failures.set('end', full);
    const outcome = await run(
      kept,
      browsersDoing((request) => observePage(request)),
      ['https://a.test/1', 'https://a.test/2'],
    );
    expect(outcome.stoppedBy).toBe(full);
    expect(outcome.exhibits).toMatchObject([{ exhibit: 'E-0001', state: 'interrupted', error: { code: 'disk-full' } }]);
    expect(outcome.notStarted).toEqual(['https://a.test/2']);
  });

  it('does not end an attempt twice when only its checkpoint is owed', async () => {
    const kept = new FakeCase();
    kept.failures.set('seal E-0001', new PugmarkError('io-failed', 'no checkpoint', { details: { committed: true } }));
    const outcome = await run(
      kept,
      browsersDoing((request) => observePage(request)),
      ['https://a.test/1'],
    );
    expect(outcome.stoppedBy?.code).toBe('io-failed');
    expect(kept.acts.filter((act) => act.startsWith('capture.'))).toEqual([]);
  });

  it('writes nothing when no browser can be had', async () => {
    const kept = new FakeCase();
    const missing = new PugmarkError('browser-missing', 'none');
    const browsers: CaptureBrowsers = { launch: () => Promise.reject(missing), openForPerson: () => Promise.reject(missing) };
    await expect(run(kept, browsers, ['https://a.test/1'])).rejects.toMatchObject({ code: 'browser-missing' });
    expect(kept.acts).toEqual([]);
  });
});

/** An engine whose document is this one. */
function judging(document: Parameters<CaptureRequest['judgeDocument']>[0]): Capture {
  return (request) => {
    request.judgeDocument(document);
    return observePage(request);
  };
}

describe('practice and evidence', () => {
  const page = { url: 'http://practice-grenier.localhost:1/ad', headers: [['X-Pugmark-Practice', '1']] as const, metaNames: ['viewport'] };
  const saved = { url: 'https://copy.test/', headers: [], metaNames: [PRACTICE_META.toUpperCase()] };
  const web = { url: 'https://ads.test/', headers: [['content-type', 'text/html']] as const, metaNames: ['viewport'] };

  it.each([
    ['an evidence case takes a page of the web', false, web, 'sealed', undefined],
    ['an evidence case refuses the practice market by its header', false, page, 'failed', 'practice-page-refused'],
    ['an evidence case refuses a saved practice page by its marker', false, saved, 'failed', 'practice-page-refused'],
    ['a practice case takes the practice market', true, page, 'sealed', undefined],
    ['a practice case refuses where a practice page led out', true, web, 'failed', 'practice-host-required'],
  ])('%s', async (_what, practice, document, state, code) => {
    expect(PRACTICE_HEADER).toBe('x-pugmark-practice');
    const kept = new FakeCase(practice);
    const { exhibits } = await run(kept, browsersDoing(judging(document)), ['http://practice-grenier.localhost:1/ad']);
    expect(exhibits[0]?.state).toBe(state);
    expect(exhibits[0]?.error?.code).toBe(code);
    // The attempt is sealed as a record in either case; of a refused page it holds nothing.
    const roles = kept.records[0]?.observation.artifacts.map(({ role }) => role);
    expect(roles).toEqual(state === 'sealed' ? ['text', 'operator', 'environment'] : ['operator', 'environment']);
  });
});
