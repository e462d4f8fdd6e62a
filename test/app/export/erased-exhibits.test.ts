import { expect, it } from 'vitest';
import { findFoundExhibit, readExhibit, viewArtifacts } from '../../../src/app/exhibit-service.ts';
import { captureAd, makeCase, makeFixture, REFERENCE } from '../../storage/vault-fixture.ts';
import { verifyAtPath } from '../../support/package/golden.ts';
import { exportCase, makeGround } from './export-parts.ts';

it.each([
  ['in plain', false],
  ['that is encrypted', true],
])('a package of a case with erased exhibits, from a vault %s, says how many and verifies', async (_, encrypt) => {
  const fixture = makeFixture();
  const vault = await fixture.init({ encrypt });
  const store = makeCase(vault);
  const session = store.startSession({});
  for (let i = 0; i < 3; i += 1) await captureAd(store, session);
  store.endSession(session, {});
  vault.erase({ case: REFERENCE, exhibit: 'E-0002', reason: 'order of the court' });
  const made = await exportCase(vault, vault.openCase(REFERENCE), fixture.root, {
    ground: makeGround({ clock: fixture.environment.clock }),
  });
  expect(made).toMatchObject({ exhibits: ['E-0001', 'E-0003'], scope: { sealedInCase: 3, erasedInCase: 1 } });
  const verdict = await verifyAtPath(made.path);
  expect(verdict.scope).toMatchObject({ exhibitsInPackage: 2, exhibitsInCase: 3, erased: 1 });
  expect([verdict.axes.integrity.findings, verdict.axes.custody.findings]).toEqual([[], []]);
  expect(verdict.axes.custody.notes).toEqual([expect.objectContaining({ code: 'exhibit-erased', subject: 'E-0002' })]);
  // What is shown, viewed and exported of the erased one alone.
  expect(await readExhibit(store, 'E-0002')).toMatchObject({ record: undefined, result: undefined, found: { summary: { erased: true } } });
  expect(findFoundExhibit(store, 'E-0002').artifacts).toEqual([]);
  expect(() => viewArtifacts(store, { exhibit: 'E-0002', role: 'dom' })).toThrow(/it was erased/);
  await expect(exportCase(vault, store, fixture.root, { exhibits: [2] })).rejects.toMatchObject({ code: 'usage' });
  vault.close();
});
