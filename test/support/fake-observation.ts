import type { CaptureRequest } from '../../src/core/capture-ports.ts';
import type { Observation } from '../../src/core/model/capture-record.ts';

/** What a page was, for an engine that looks at nothing. */
export async function observePage(
  request: Pick<CaptureRequest, 'url' | 'staging' | 'clickedAt' | 'limits'>,
  state: Observation['state'] = 'sealed',
): Promise<Observation> {
  await request.staging.write({ role: 'text', name: 'text.txt', mediaType: 'text/plain' }, new TextEncoder().encode(request.url));
  return {
    state,
    reasons: state === 'sealed' ? [] : [{ code: 'time-limit', detail: 'the page was slow' }],
    times: { clickedAt: request.clickedAt, finishedAt: '2026-01-01T00:00:02.000Z' },
    steps: [],
    limits: { ...request.limits },
    address: { requestedUrl: request.url, documentUrl: request.url, inPage: [], path: [] },
    browser: { product: 'Chrome/1', userAgent: 'UA', headless: true, sandbox: true },
    frames: [],
    artifacts: [],
    recipes: [],
    completeness: {
      exchanges: 1,
      byPhase: { before: 1 },
      incomplete: { shown: 0, supporting: 0, background: 0 },
      checkedAgainst: {},
      items: [],
    },
    injectedScripts: [],
    warnings: [],
  };
}
