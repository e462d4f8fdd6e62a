import { PugmarkError } from '../../../src/core/errors.ts';
import type { CaptureStage } from '../../../src/core/model/capture-record.ts';
import type { BatchItem, CaptureJob } from '../../../src/rpc/contract/captures.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

type Names = Extract<keyof Handlers, `captures.${string}` | `batch.${string}`>;

const STAGES: readonly CaptureStage[] = ['as-seen', 'opened-up', 'print', 'close', 'seal'];
const DIGEST = `sha256:${'8f41'.repeat(16)}` as const;

/** Captures that go from stage to stage every `fake.stageMs` milliseconds. */
export function makeCaptureHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, Names> {
  let count = 0;
  const put = (job: CaptureJob): CaptureJob => {
    fake.captures = fake.captures.some((one) => one.job === job.job)
      ? fake.captures.map((one) => (one.job === job.job ? job : one))
      : [job, ...fake.captures];
    tell('capture.changed', job);
    return job;
  };
  const change = (id: string, make: (job: CaptureJob) => CaptureJob): void => {
    const job = fake.captures.find((one) => one.job === id);
    if (job === undefined) throw new PugmarkError('usage', `No capture ${id}`);
    put(make(job));
  };
  const advance = (id: string, index: number): void => {
    setTimeout(() => {
      const job = fake.captures.find((one) => one.job === id);
      if (job?.state !== 'running') return;
      const stage = STAGES[index];
      if (stage === undefined) {
        put(endJob(job, 'sealed'));
        return;
      }
      put({
        ...job,
        stage,
        steps: [...job.steps, { stage, name: `${stage} begins`, atMs: index * 900 }],
        ...(index === 1 ? { seenAt: new Date().toISOString() } : {}),
        exchanges: job.exchanges + 12,
        bytes: job.bytes + 812_004,
      });
      advance(id, index + 1);
    }, fake.stageMs);
  };
  const batch = (): void => tell('batch.changed', { paused: fake.batch.paused, items: fake.batch.items });
  const states = (ids: readonly string[], state: BatchItem['state']): void => {
    fake.batch.items = fake.batch.items.map((item) =>
      ids.includes(item.id) ? { id: item.id, case: item.case, url: item.url, from: item.from, tries: item.tries + 1, state } : item,
    );
    batch();
  };
  return {
    'captures.start': ({ tabs }) =>
      tabs.map((id) => {
        const tab = fake.tabs.find((one) => one.id === id);
        if (tab === undefined) throw new PugmarkError('page-closed', `No tab ${id}`);
        const job = put({
          job: `job-${(count += 1)}`,
          case: tab.case,
          exhibit: `E-${String(100 + count).padStart(4, '0')}`,
          tab: id,
          url: tab.url,
          title: tab.title,
          startedAt: new Date().toISOString(),
          time: 'none',
          state: 'running',
          stage: 'as-seen',
          steps: [{ stage: 'as-seen', name: 'first picture', atMs: 12 }],
          exchanges: tab.exchanges,
          bytes: tab.bytes,
        });
        advance(job.job, 1);
        return job;
      }),
    'captures.stop-and-keep': ({ job }) => {
      change(job, (known) => endJob(known, 'partial'));
      return {};
    },
    'captures.cancel': ({ job }) => {
      change(job, (known) => ({ ...known, state: 'cancelled' }));
      return {};
    },
    'captures.list': () => fake.captures,
    'batch.add': ({ case: reference, text, name }) => {
      const lines = text
        .split('\n')
        .flatMap((line, i) => (line.trim() === '' ? [] : [{ url: line.trim(), from: `${name}, line ${i + 1}` }]));
      const good = lines.filter(({ url }) => /^https?:/.test(url));
      fake.batch.items = [
        ...fake.batch.items,
        ...good.map(({ url, from }, i): BatchItem => ({
          id: `item-${fake.batch.items.length + i}`,
          case: reference,
          url,
          from,
          state: 'waiting',
          tries: 0,
        })),
      ];
      batch();
      return {
        added: good.length,
        refused: lines
          .filter((line) => !good.includes(line))
          .map((line) => ({ ...line, code: 'url-scheme-refused', message: `Not an address of the web: ${line.url}` })),
      };
    },
    'batch.read': () => ({ paused: fake.batch.paused, items: fake.batch.items }),
    'batch.pause': () => {
      fake.batch.paused = true;
      batch();
      return {};
    },
    'batch.resume': () => {
      fake.batch.paused = false;
      batch();
      return {};
    },
    'batch.retry': ({ items }) => {
      states(items, 'waiting');
      return {};
    },
    'batch.remove': ({ items }) => {
      fake.batch.items = fake.batch.items.filter(({ id }) => !items.includes(id));
      batch();
      return {};
    },
  };
}

function endJob(job: CaptureJob, state: 'sealed' | 'partial'): CaptureJob {
  const now = new Date().toISOString();
  return {
    ...job,
    state,
    stage: 'seal',
    seenAt: job.seenAt ?? now,
    sealedAt: now,
    time: 'pending',
    tookMs: Date.parse(now) - Date.parse(job.startedAt),
    result: {
      case: job.case,
      exhibit: job.exhibit ?? 'E-0100',
      state,
      requestedUrl: job.url,
      digest: DIGEST,
      startedAt: job.startedAt,
      sealedAt: now,
      artifacts: [{ role: 'screenshot-full', name: 'full-page.png', mediaType: 'image/png', sizeBytes: 18_930_222, sha256: DIGEST }],
      completeness: {
        exchanges: job.exchanges,
        incomplete: { shown: state === 'partial' ? 2 : 0, supporting: 0, background: 0 },
        items: [],
      },
      ...(state === 'partial' ? { reasons: [{ code: 'stopped-by-operator' as const, detail: 'after the first pictures' }] } : {}),
    },
  };
}
