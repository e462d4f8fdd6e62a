import { expect, it } from 'vitest';
import { newPhone } from '../support/statements.ts';
import { fillWithPage, REFERENCE, startWith } from './engine-fixture.ts';

it('statements are made, listed and withdrawn over the calls, and the windows hear of it', async () => {
  const { call, told } = await startWith(fillWithPage);
  const heard = (): number => told.filter(({ name }) => name === 'case.changed').length;
  const before = heard();
  const phone = newPhone('E-0001');
  const [made, truth] = await call('statements.make', {
    case: REFERENCE,
    ...phone,
    content: { kind: 'means-of-communication', fields: { type: 'phone', shown: '+32 470 12 34 56' } },
    evidence: [{ exhibit: 'E-0001' }],
    handling: ['H1'],
  });
  expect(made?.statement.content.fields).toMatchObject({ shown: '+32 470 12 34 56', normalised: '+32470123456' });
  expect(truth?.statement.content.kind).toBe('truth');
  expect(await call('statements.list', { case: REFERENCE })).toEqual([made, truth]);
  expect(await call('statements.list', { case: REFERENCE, exhibit: 'E-0001' })).toEqual([made, truth]);
  expect(await call('statements.list', { case: REFERENCE, exhibit: 'E-0009' })).toEqual([]);
  await call('statements.withdraw', { case: REFERENCE, statement: made?.statement.id ?? '', reason: 'misread' });
  expect((await call('statements.list', { case: REFERENCE }))[0]).toMatchObject({ state: 'withdrawn', withdrawn: { reason: 'misread' } });
  expect(heard()).toBe(before + 2);
  const refused = call('statements.make', { case: REFERENCE, ...phone, evidence: [], handling: ['H1'] });
  await expect(refused).rejects.toMatchObject({ code: 'statement-refused', details: { rule: 'evidence-missing' } });
  expect(heard()).toBe(before + 2);
});
