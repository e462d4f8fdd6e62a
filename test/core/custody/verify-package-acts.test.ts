import { describe, expect, it } from 'vitest';
import type { CaseEventType } from '../../../src/core/custody/event-types.ts';
import type { LogLeaf } from '../../../src/core/custody/log-report.ts';
import { verifyPackageActs } from '../../../src/core/custody/verify-package-acts.ts';

const ONE = '11111111-1111-4111-8111-111111111111';
const TWO = '22222222-2222-4222-8222-222222222222';

/** A log of these acts; `withheld` stands for a leaf that is not shown. */
function logOf(...acts: readonly (readonly [CaseEventType, string?] | 'withheld')[]): readonly LogLeaf[] {
  return acts.map((act, seq) => {
    const leaf = { origin: 'pugmark.x', seq, leafHash: new Uint8Array(32) };
    if (act === 'withheld') return leaf;
    const [type, id] = act;
    return {
      ...leaf,
      entry: {
        format: 'custody-entry/v1',
        seq,
        nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
        time: '2026-03-02T08:00:00.000Z',
        type,
        actor: 'S-1',
        station: `sha256:${'0'.repeat(64)}`,
        tool: 'pugmark/0',
        case: ONE,
        details: id === undefined ? {} : { package: id },
      },
    };
  });
}

describe('exports in a log', () => {
  it('begin once and end at most once', () => {
    const log = logOf(['package.exported', ONE], ['package.failed', ONE], ['package.exported', TWO], ['package.sealed', TWO]);
    expect(verifyPackageActs(log)).toEqual({ findings: [], openExports: [] });
    expect(verifyPackageActs(log.slice(0, 3))).toEqual({ findings: [], openExports: [TWO] });
  });

  it.each([
    ['two stories of one package', logOf(['package.exported', ONE], ['package.failed', ONE], ['package.sealed', ONE]), ['end-repeated']],
    ['the same package twice', logOf(['package.exported', ONE], ['package.exported', ONE]), ['start-repeated']],
    ['an end of nothing', logOf(['package.sealed', ONE]), ['end-without-start']],
    ['an end before its start', logOf(['package.sealed', ONE], ['package.exported', ONE]), ['end-without-start']],
    ['an act without a package', logOf(['package.exported']), ['line-invalid']],
    ['an end whose start may be withheld', logOf('withheld', ['package.sealed', ONE]), []],
  ])('are found with %s', (_what, log, codes) => {
    expect(verifyPackageActs(log).findings.map(({ code }) => code)).toEqual(codes);
  });
});
