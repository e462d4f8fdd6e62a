import { describe, expect, it } from 'vitest';
import { sortAddresses } from '../../src/app/capture-addresses.ts';
import { buildRefusalWarnings } from '../../src/cli/output/refusals.ts';

function refuse(count: number): ReturnType<typeof sortAddresses>['refused'] {
  const addresses = Array.from({ length: count }, (_, i) => ({ url: `nothing ${i}`, from: `list.txt:${i + 1}` }));
  return sortAddresses(addresses, false).refused;
}

describe('warnings for refused addresses', () => {
  it('are one each for a few, and one for all of many', () => {
    expect(buildRefusalWarnings(refuse(0), false)).toEqual([]);
    expect(buildRefusalWarnings(refuse(3), false)).toHaveLength(3);
    const [warning, ...others] = buildRefusalWarnings(refuse(3_000), false);
    expect(warning).toMatch(/^3000 addresses cannot be captured, the first from list\.txt:1: /);
    expect(others).toEqual([]);
  });

  it('are one line with --quiet', () => {
    expect(buildRefusalWarnings(refuse(1), true)).toEqual(buildRefusalWarnings(refuse(1), false));
    expect(buildRefusalWarnings(refuse(3), true)).toHaveLength(1);
  });
});
