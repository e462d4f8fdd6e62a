import { describe, expect, it } from 'vitest';
import { buildEntryLine } from '../../src/core/custody/entry.ts';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import { PACKAGE_PATHS } from '../../src/core/package/layout.ts';
import { readReceivedTimeline } from '../../src/engine/received-timeline.ts';

const ORIGIN = 'pugmark.00000000-0000-4000-8000-000000000000';

function buildLine(seq: number, exhibit: string): string {
  return buildEntryLine({
    format: 'custody-entry/v1',
    seq,
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
    time: '2026-03-02T08:00:00.000Z',
    type: 'exhibit.viewed',
    actor: 'S-1',
    station: `sha256:${'0'.repeat(64)}`,
    tool: 'pugmark/0.1.0+000000000000',
    case: '00000000-0000-4000-8000-000000000000',
    exhibit,
    details: {},
  });
}

const exhibits = ['E-0001', 'E-0002', 'E-0001', 'E-0001'];
const log = [JSON.stringify({ origin: ORIGIN }), ...exhibits.map((exhibit, seq) => buildLine(seq, exhibit))];
const content = {
  files: new Map([[PACKAGE_PATHS.log, { sizeBytes: 1, sha256: `sha256:${'0'.repeat(64)}` as const }]]),
  read: () => Promise.resolve(toUtf8(`${log.join('\n')}\n`)),
};

describe('the log of a sender, as it is shown', () => {
  it('holds the entries of one exhibit', async () => {
    const { entries, isCut } = await readReceivedTimeline(content, 'E-0001');
    expect(entries.map(({ seq, exhibit }) => [seq, exhibit])).toEqual([0, 2, 3].map((seq) => [seq, 'E-0001']));
    expect(isCut).toBe(false);
  });

  it('says that there is more when it is too long to be shown', async () => {
    const { entries, isCut } = await readReceivedTimeline(content, 'E-0001', 2);
    expect(entries.map(({ seq }) => seq)).toEqual([0, 2]);
    expect(isCut).toBe(true);
    expect((await readReceivedTimeline(content, 'E-0001', 3)).isCut).toBe(false);
  });
});
