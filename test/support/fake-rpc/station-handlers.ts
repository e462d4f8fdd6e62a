import { PugmarkError } from '../../../src/core/errors.ts';
import { recoveryError } from '../../../src/core/recovery-problems.ts';
import type { Station } from '../../../src/rpc/contract/station.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

type Names =
  | 'station.read'
  | 'settings.read'
  | 'settings.change'
  | 'vault.create'
  | 'vault.recoveryCode'
  | 'vault.unlock'
  | 'vault.recoveries'
  | 'vault.recover'
  | 'vault.lock'
  | 'practice.start'
  | 'practice.stop';

const RECOVERY_CODE = 'WAJS-KXF7-MT11-EV74-SDB0-JGA8-8XS4';

export function makeStationHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, Names> {
  const change = (changes: Partial<Station>): Station => {
    fake.station = { ...fake.station, ...changes };
    tell('station.changed', fake.station);
    return fake.station;
  };
  return {
    'station.read': () => fake.station,
    'settings.read': () => fake.settings,
    'settings.change': (changes) => {
      fake.settings = { ...fake.settings, ...changes } as typeof fake.settings;
      tell('settings.changed', fake.settings);
      return fake.settings;
    },
    'vault.recoveryCode': () => ({ code: RECOVERY_CODE }),
    'vault.create': ({ serviceNumber, agency, passphrase }) => {
      if (fake.station.vault !== 'none') throw new PugmarkError('vault-exists', 'There is a vault already');
      fake.passphrase = passphrase;
      return change({ vault: 'open', operator: serviceNumber, agency });
    },
    'vault.unlock': ({ passphrase }) => {
      if (passphrase !== fake.passphrase) throw new PugmarkError('passphrase-wrong', 'This passphrase does not open the vault');
      return change({ vault: 'open', operator: 'W-4471', agency: 'Federal Wildlife Crime Unit' });
    },
    'vault.recoveries': () => ({ kinds: ['code', 'key'] }),
    'vault.recover': ({ by, newPassphrase }) => {
      if ('code' in by ? by.code !== RECOVERY_CODE : !by.keyFile.includes('AGE-SECRET-KEY-'))
        throw recoveryError('usage', 'code' in by ? 'code-mistyped' : 'key-form', 'It does not open this vault');
      fake.passphrase = newPassphrase;
      return change({ vault: 'open', operator: 'W-4471', agency: 'Federal Wildlife Crime Unit' });
    },
    'vault.lock': () => change({ vault: 'locked' }),
    'practice.start': () => {
      const url = 'http://practice-kraampje.localhost:40123/';
      change({ practiceUrl: url });
      const item = {
        id: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e03',
        reference: 'PRACTICE',
        title: 'Practice market',
        practice: true,
        state: 'open',
        openedAt: '2026-11-01T09:00:00.000Z',
        lastActivityAt: '2026-11-19T09:30:00.000Z',
        counts: {},
        time: 'none',
      } as const;
      if (!fake.cases.some(({ reference }) => reference === item.reference)) fake.cases = [item, ...fake.cases];
      tell('case.changed', item);
      return { url, case: item.reference };
    },
    'practice.stop': () => {
      const { practiceUrl: _, ...rest } = fake.station;
      fake.station = rest;
      tell('station.changed', rest);
      return {};
    },
  };
}
