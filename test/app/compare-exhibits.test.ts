import { beforeAll, describe, expect, it } from 'vitest';
import { compareExhibits } from '../../src/app/compare-exhibits.ts';
import type { CaseReader } from '../../src/core/ports.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE, type Fixture } from '../storage/vault-fixture.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

let fixture: Fixture;
let reader: CaseReader;

/** NL-1234 captures twice, NL-5678 once, and an attempt of hers has no document. */
beforeAll(async () => {
  fixture = makeFixture({}, keptTempFolder());
  const first = await fixture.init();
  const store = makeCase(first);
  const session = store.startSession({});
  await captureAd(store, session);
  await captureAd(store, session, { page: { title: 'Sold', meta: [], openGraph: [], jsonLd: [], microdata: [] } });
  store.endSession(session, {});
  first.addOperator({ serviceNumber: 'NL-5678' });
  first.close();
  const second = await fixture.vaults.open({ folder: fixture.folder, passphrase: PASSPHRASE, operator: 'NL-5678' });
  const again = second.openCase(REFERENCE);
  const later = again.startSession({});
  await captureAd(again, later);
  const gone = again.startAttempt(later, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
  again.abandonAttempt(gone, 'capture.cancelled', {});
  again.endSession(later, {});
  second.close();
  const vault = await fixture.vaults.read({ folder: fixture.folder });
  reader = vault.readCase(REFERENCE);
});

describe('exhibits of a case', () => {
  it('are compared with the operators of the log, and the second operator corroborates', async () => {
    const compared = await compareExhibits(reader, '1', 'e-3');
    expect(compared).toMatchObject({ exhibit: 'E-0001', with: 'E-0003', corroborates: { may: true } });
    const told = new Map(compared.fields.map(({ field, ...rest }) => [field, rest]));
    expect(told.get('operator')).toEqual({ result: 'different', first: 'NL-1234', second: 'NL-5678' });
    expect(told.get('shown-address')?.result).toBe('same');
    expect(told.get('text')?.result).toBe('same');
  });

  it('of one operator corroborate nothing, and what was not sealed cannot be compared', async () => {
    const compared = await compareExhibits(reader, 'E-0001', 'E-0002');
    expect(compared.corroborates).toMatchObject({ may: false, reason: 'same-operator' });
    expect(compared.fields.find(({ field }) => field === 'title')?.result).toBe('different');
    await expect(compareExhibits(reader, 'E-0001', 'E-0004')).rejects.toMatchObject({ code: 'usage', details: { exhibit: 'E-0004' } });
    await expect(compareExhibits(reader, 'E-0001', 'E-0009')).rejects.toMatchObject({ code: 'exhibit-unknown' });
  });
});
