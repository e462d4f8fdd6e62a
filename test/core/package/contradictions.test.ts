import { describe, expect, it } from 'vitest';
import { AXES } from '../../../src/core/package/verdict.ts';
import { buildPackage } from '../../support/package/builder.ts';
import { CONTRADICTIONS } from '../../support/package/contradiction-faults.ts';
import { LIES } from '../../support/package/lie-faults.ts';
import { richTwists, type RichHands } from '../../support/package/rich-package.ts';
import { verifyFiles, verifyPorts } from '../../support/verify-files.ts';

const { images: _images, ...ports } = verifyPorts;

async function findings(hands?: RichHands): Promise<readonly string[]> {
  const { files, station } = await buildPackage(richTwists(hands));
  const verdict = await verifyFiles(files, { trusted: [station.id], ports });
  return AXES.flatMap((axis) => verdict.axes[axis].findings.map(({ code, subject }) => `${code} ${subject}`)).filter(
    (line) => !line.startsWith('time-not-checked'),
  );
}

describe('parts of a package that contradict each other', () => {
  it('are not found where they agree', async () => {
    expect(await findings()).toEqual([]);
  });

  it.each([...CONTRADICTIONS, ...LIES])('%s: %s', async (code, _what, hands, subject) => {
    const found = await findings(hands);
    expect(found.some((line) => line.startsWith(`${code} ${subject}`))).toBe(true);
  });
});
