import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PugmarkError } from '../../src/core/errors.ts';
import type { CaptureStage, Observation } from '../../src/core/model/capture-record.ts';
import type { Artifact, ArtifactSpec } from '../../src/core/model/artifact.ts';
import type { ByteSource } from '../../src/core/ports.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { startBareSite, type BareSite } from '../support/bare-page.ts';
import { describeOver, type OpenedTab } from '../support/browser-kinds.ts';
import { captureForTest } from '../support/captured-page.ts';
import { decodePixels, rowsOfColour } from '../support/pixels.ts';
import { StagingFolder } from '../support/staging-folder.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
  site.route('/long', '<title>Long</title><body style="margin:0;background:rgb(0,170,0)"><p>text</p><div style="height:9000px"></div>');
});
afterAll(() => site.close());

const codes = ({ reasons }: Observation): readonly string[] => [...new Set(reasons.map(({ code }) => code))];
const roles = ({ artifacts }: Observation): readonly string[] => [...new Set(artifacts.map(({ role }) => role))].toSorted();

/** Does something once the capture has come to a stage, from outside. */
function whenAt(stage: CaptureStage, act: () => void): (progress: { readonly stage: CaptureStage }) => void {
  let done = false;
  return (progress) => {
    if (done || progress.stage !== stage) return;
    done = true;
    act();
  };
}

describeOver('pipe', 'a page that hangs', (open) => {
  test('at the click is pictured as it stood, ends in time and says what is missing', async () => {
    site.route('/hangs', '<body style="margin:0;background:rgb(0,170,0)"><script>addEventListener("go", () => { for (;;); })</script>');
    const startedMs = performance.now();
    const { observation, staging } = await captureForTest(open, site.url('/hangs'), {
      limits: { seenMs: 2_000 },
      before: async ({ tab }) => {
        void tab.page.evaluate(() => void setTimeout(() => dispatchEvent(new Event('go')))).catch(() => undefined);
        await sleep(300);
      },
    });
    expect(performance.now() - startedMs).toBeLessThan(40_000);
    expect(observation.state).toBe('partial');
    expect(codes(observation)).toContain('step-failed');
    // Pictured, and yet not seen as a whole.
    expect(observation.times).toHaveProperty('seenAt');
    expect(observation.times).not.toHaveProperty('seenCompleteAt');
    const picture = await decodePixels(await staging.bytes('screenshot-viewport.png'));
    expect(rowsOfColour(picture, 600, [0, 170, 0])).toHaveLength(900);
    expect(observation.steps.find(({ name }) => name === 'picture of the view')).toMatchObject({
      outcome: 'done',
      detail: expect.stringContaining('last one') as string,
    });
    expect(roles(observation)).toContain('html-served');
    expect(observation.http).toMatchObject({ status: 200 });
  });
});

describeOver('pipe', 'a page that is lost', (open) => {
  test.each([
    ['its renderer is killed', 'renderer-crashed', (opened: OpenedTab) => opened.tab.page.goto('chrome://crash').catch(() => undefined)],
    ['it is closed', 'page-closed', (opened: OpenedTab) => opened.tab.page.close()],
    ['the browser is killed', 'browser-lost', (opened: OpenedTab) => opened.kill()],
  ] as const)('because %s while it is scrolled keeps what was seen', async (_, code, lose) => {
    let opened: OpenedTab | undefined;
    const { observation } = await captureForTest(open, site.url('/long'), {
      launch: {},
      before: async (one) => void (opened = one),
      input: { onProgress: whenAt('opened-up', () => opened !== undefined && void lose(opened)) },
    });
    expect(observation.state).toBe('partial');
    expect(codes(observation)).toEqual([code]);
    expect(roles(observation)).toEqual(expect.arrayContaining(['screenshot-viewport', 'dom', 'text', 'mhtml']));
    expect(observation.page).toMatchObject({ title: 'Long' });
    expect(observation.steps.filter(({ outcome }) => outcome === 'skipped').length).toBeGreaterThan(2);
  });

  test('before the click is an observation all the same', async () => {
    const { observation } = await captureForTest(open, site.url('/long'), {
      launch: {},
      before: async ({ tab, kill }) => {
        kill();
        await new Promise<void>((resolve) => tab.lost.addEventListener('abort', () => resolve(), { once: true }));
      },
    });
    expect(observation).toMatchObject({ state: 'partial', reasons: [{ code: 'browser-lost' }] });
    expect(roles(observation)).toEqual(['html-served', 'wacz']);
  });
});

describeOver('pipe', 'a page that leads elsewhere', (open) => {
  test('during the capture is not mixed with where it leads', async () => {
    site.route(
      '/leaves',
      '<title>First</title><p>first</p><div style="height:5000px"></div><script>addEventListener("scroll", () => { location = "/other" })</script>',
    );
    site.route('/other', '<title>Other</title><p>other</p>');
    const { observation, staging } = await captureForTest(open, site.url('/leaves'));
    expect(observation.state).toBe('partial');
    expect(codes(observation)).toEqual(['document-incomplete']);
    expect(observation.address).toMatchObject({ documentUrl: site.url('/leaves'), shownUrl: site.url('/leaves') });
    expect(await staging.text('text.txt')).toContain('first');
    expect(await staging.text('served.html')).toContain('<title>First</title>');
    expect(roles(observation)).not.toContain('text-after');
    expect(roles(observation)).not.toContain('screenshot-full');
    expect(observation.warnings.map(({ code }) => code)).toContain('navigated-away');
  });
});

describeOver('pipe', 'limits', (open) => {
  test.each([
    ['height', { heightPx: 3_000 }, 'height-limit'],
    ['time for scrolling', { scrollMs: 150 }, 'time-limit'],
    ['time for everything', { totalMs: 700 }, 'time-limit'],
  ] as const)('%s', async (_, limits, code) => {
    const { observation } = await captureForTest(open, site.url('/long'), { limits });
    expect(observation.state).toBe('partial');
    expect(codes(observation)).toEqual([code]);
    expect(roles(observation)).toContain('screenshot-viewport');
    expect(observation.limits).toMatchObject(limits);
  });

  test('bytes and exchanges', async () => {
    site.route('/many', Array.from({ length: 12 }, (_, i) => `<img src="/p?${i}">`).join(''));
    site.route(
      '/p',
      (request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(20_000, request.url)),
    );
    const bytes = await captureForTest(open, site.url('/many'), { limits: { totalBytes: 100_000 } });
    expect(codes(bytes.observation)).toContain('byte-limit');
    const exchanges = await captureForTest(open, site.url('/many'), { limits: { exchanges: 6 } });
    expect(codes(exchanges.observation)).toEqual(['exchange-limit']);
    const neither = await captureForTest(open, site.url('/many'));
    expect(neither.observation.reasons).toEqual([]);
  });
});

describeOver('pipe', 'the operator', (open) => {
  test('stops and keeps what there is', async () => {
    const keep = new AbortController();
    const { observation, opened } = await captureForTest(open, site.url('/long'), {
      input: { keep: keep.signal, onProgress: whenAt('opened-up', () => keep.abort()) },
    });
    expect(observation.state).toBe('partial');
    expect(codes(observation)).toEqual(['stopped-by-operator']);
    expect(roles(observation)).toEqual(expect.arrayContaining(['screenshot-viewport', 'dom', 'text', 'mhtml', 'html-served']));
    expect(roles(observation)).not.toContain('pdf');
    expect(observation.completeness.checkedAgainst).toHaveProperty('resourceTree');
    expect(opened.tab.lost.aborted).toBe(false);
  });

  test('cancels, and nothing goes on', async () => {
    const cancel = new AbortController();
    const cancelled = captureForTest(open, site.url('/long'), {
      input: { signal: cancel.signal, onProgress: whenAt('opened-up', () => cancel.abort()) },
    });
    await expect(cancelled).rejects.toEqual(expect.objectContaining({ code: 'cancelled' }));
    const before = new AbortController();
    before.abort();
    await expect(captureForTest(open, site.url('/long'), { input: { signal: before.signal } })).rejects.toEqual(
      expect.objectContaining({ code: 'cancelled' }),
    );
  });
});

class FullDisk extends StagingFolder {
  override write(spec: ArtifactSpec, source: ByteSource): ReturnType<StagingFolder['write']> {
    return spec.role === 'mhtml' ? Promise.reject(new PugmarkError('disk-full', 'The disk is full')) : super.write(spec, source);
  }
}

describeOver('pipe', 'a full disk', (open) => {
  test('is no fault of the page, and is thrown', async () => {
    const opened = await open();
    const captured = captureForTest(() => Promise.resolve(opened), site.url('/long'), { input: { staging: new FullDisk(opened.folder) } });
    await expect(captured).rejects.toEqual(expect.objectContaining({ code: 'disk-full' }));
    expect(opened.tab.lost.aborted).toBe(false);
  });
});

describeOver('pipe', 'no document', (open) => {
  test('is a failed observation with the reason and what was recorded', async () => {
    const { observation, staging } = await captureForTest(open, 'http://127.0.0.1:9/');
    expect(observation).toMatchObject({
      state: 'failed',
      reasons: [{ code: 'no-document' }],
      address: { requestedUrl: 'http://127.0.0.1:9/' },
    });
    expect(observation.error?.code).toMatch(/^(?:connection-failed|navigation-failed)$/);
    expect(observation).not.toHaveProperty('http');
    expect(observation).not.toHaveProperty('page');
    expect(staging.names('screenshot-viewport')).toEqual([]);
  });

  test('but a file is an observation of that file', async () => {
    site.route('/file', Buffer.from('%PDF-1.4 not quite'), {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="..\\evil.exe"',
    });
    const { observation, staging } = await captureForTest(open, site.url('/file'));
    expect(observation).toMatchObject({ state: 'sealed', reasons: [] });
    expect(staging.names('download')).toEqual(['download-001.pdf']);
    expect(await staging.text('download-001.pdf')).toBe('%PDF-1.4 not quite');
  });
});

describeOver('pipe', 'a page with half a character in its title', (open) => {
  test('is sealed with the replacement character', async () => {
    site.route(
      '/half',
      '<p>x</p><script>document.title = "a\\ud800b"; document.head.innerHTML += "<meta name=d content=\\"\\udfff\\">"</script>',
    );
    const { observation } = await captureForTest(open, site.url('/half'));
    expect(observation.state).toBe('sealed');
    expect(observation.page).toMatchObject({ title: 'a\ufffdb', meta: [{ name: 'd', content: '\ufffd' }] });
    expect(JSON.stringify(observation)).toBe(JSON.stringify(observation).toWellFormed());
  });
});

/** A disk that takes its time; remembers when it was given the first picture. */
class SlowDisk extends StagingFolder {
  givenAt = '';

  override async write(spec: ArtifactSpec, source: ByteSource): Promise<Artifact> {
    if (spec.role === 'screenshot-viewport') {
      this.givenAt = systemClock.now();
      await sleep(200);
    }
    return super.write(spec, source);
  }
}

describeOver('pipe', 'the time at which the page was seen', (open) => {
  test('is that of its picture, however long the disk takes', async () => {
    const opened = await open();
    const staging = new SlowDisk(opened.folder);
    const { observation } = await captureForTest(() => Promise.resolve(opened), site.url('/long'), {
      input: { staging, options: { pdf: false } },
    });
    expect(staging.givenAt >= (observation.times.seenAt ?? 'never')).toBe(true);
    expect((observation.times.seenAt ?? '') >= observation.times.clickedAt).toBe(true);
  });
});
