import { describe, expect, it } from 'vitest';
import type { CallInput } from '../../src/rpc/contract.ts';
import { eventually } from '../support/eventually.ts';
import { fillWithPage, PASSPHRASE, REFERENCE, startWith } from './engine-fixture.ts';

const QUERY: CallInput<'searches.save'>['query'] = {
  text: 'ivory',
  cases: [],
  hosts: [],
  sellers: [],
  species: ['Loxodonta africana'],
  states: ['sealed'],
  sort: 'newest',
};

const TUSK = {
  nature: 'displayed' as const,
  content: { kind: 'item' as const, fields: { kind: 'specimen' as const, taxon: 'Loxodonta africana' } },
  evidence: [{ exhibit: 'E-0001' as const }],
  handling: ['H1' as const],
};

describe('exhibits of a species', () => {
  it('are those of which a current statement says so', async () => {
    const { call } = await startWith(fillWithPage);
    const species = async () => (await call('exhibits.search', {})).facets.species;
    expect(await species()).toEqual([]);
    const [made] = await call('statements.make', { case: REFERENCE, ...TUSK });
    await eventually(async () => expect(await species()).toEqual([{ value: 'Loxodonta africana', count: 1 }]));
    expect((await call('exhibits.search', { species: ['Loxodonta africana'] })).total).toBe(1);
    expect((await call('exhibits.search', { species: ['Loxodonta'] })).total).toBe(0);
    expect((await call('received.search', { species: ['Loxodonta africana'] })).total).toBe(0);
    await call('statements.withdraw', { case: REFERENCE, statement: made?.statement.id ?? '', reason: 'cow horn' });
    await eventually(async () => expect(await species()).toEqual([]));
  });
});

describe('saved searches', () => {
  it('are kept over a restart, each under a name of its own, and those of a case go with it', async () => {
    const { call } = await startWith(fillWithPage);
    const [first] = await call('searches.save', { name: ' Ivory ', query: QUERY });
    expect(first).toMatchObject({ name: 'Ivory', query: QUERY });
    await expect(call('searches.save', { name: 'Ivory', query: QUERY })).rejects.toMatchObject({ code: 'usage' });
    await expect(call('searches.save', { name: '  ', query: QUERY })).rejects.toThrow(/name/);
    await call('searches.save', { name: 'In this case', query: { ...QUERY, cases: [REFERENCE] } });
    const search = first?.id ?? '';
    await expect(call('searches.rename', { search, name: 'In this case' })).rejects.toMatchObject({ code: 'usage' });
    expect((await call('searches.rename', { search, name: 'Tusks' })).map(({ name }) => name)).toEqual(['Tusks', 'In this case']);
    await call('vault.lock', {});
    await expect(call('searches.list', {})).rejects.toMatchObject({ code: 'vault-closed' });
    await call('vault.unlock', { passphrase: PASSPHRASE });
    expect((await call('searches.list', {})).map(({ name }) => name)).toEqual(['Tusks', 'In this case']);
    await call('erasure.run', { case: REFERENCE, reason: 'r', ground: 'g', confirmed: REFERENCE });
    expect((await call('searches.list', {})).map(({ name }) => name)).toEqual(['Tusks']);
    expect(await call('searches.remove', { search })).toEqual([]);
    await expect(call('searches.remove', { search })).rejects.toMatchObject({ code: 'usage' });
  });
});
