import { describe, expect, it } from 'vitest';
import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { parseUtf8 } from '../../../src/core/digest/encoding.ts';
import { findStatementFault } from '../../../src/core/statements/judge-statement.ts';
import { readExhibitsOf } from '../../../src/core/statements/statement-exhibits.ts';
import { buildPackage } from '../../support/package/builder.ts';
import { saying } from '../../support/package/custody-faults.ts';
import { verifyFiles } from '../../support/verify-files.ts';
import { MADE } from '../../support/statements.ts';

const entry = { type: 'statement.made', exhibit: 'E-0001', details: MADE.details } as const;
const textOf = (changes: object): string => parseUtf8(buildCanonicalJson({ ...MADE.statement, ...changes }));

describe('the text of a statement', () => {
  it('is what its entry says of it', () => {
    expect(findStatementFault(entry, textOf({}))).toBeUndefined();
    const several = { evidence: [{ exhibit: 'E-0002' }, { exhibit: 'E-0001' }] };
    const { exhibit: _one, ...ofNone } = entry;
    const ofBoth = { ...ofNone, details: { ...MADE.details, exhibits: ['E-0001', 'E-0002'] } };
    expect(readExhibitsOf(ofBoth)).toEqual(['E-0001', 'E-0002']);
    expect(findStatementFault(ofBoth, textOf(several))).toBeUndefined();
    // An opinion goes with what it is about, and has no evidence of its own.
    expect(findStatementFault(entry, textOf({ evidence: [] }))).toBeUndefined();
    for (const [given, text] of [
      [entry, textOf(several)],
      [ofNone, textOf({})],
      [ofBoth, textOf({})],
      [entry, textOf({ entity: MADE.statement.id })],
      [entry, textOf({ id: MADE.statement.entity })],
      [entry, textOf({ nature: 'guessed' })],
      [entry, ` ${textOf({})}`],
      [entry, ''],
    ] as const)
      expect(findStatementFault(given, text)).toEqual(expect.any(String));
  });

  it('may stand in a package', async () => {
    const made = await buildPackage(saying(textOf({})));
    const verdict = await verifyFiles(made.files, { trusted: [made.station.id] });
    expect(verdict.axes.custody).toMatchObject({ state: 'pass', findings: [] });
  });
});
