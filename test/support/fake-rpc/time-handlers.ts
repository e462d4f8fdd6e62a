import { PugmarkError } from '../../../src/core/errors.ts';
import type { TIME_CALLS, TimeView } from '../../../src/rpc/contract/time.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';

/** Whom the vault asks for the time: two authorities, one of which does not answer. */
export function makeTimeHandlers(tell: Tell): Pick<Handlers, keyof typeof TIME_CALLS> {
  const root = { subject: 'C=BE, O=Example, CN=Root', sha256: `sha256:${'5a'.repeat(32)}`, validTo: '2034-06-01T00:00:00.000Z' };
  const authority = (id: string, name: string): TimeView['authorities'][number] => ({
    id,
    name,
    url: `https://${id}.example/tsr`,
    euTrustedList: { state: 'not-stated' },
    enabled: true,
    roots: [root],
    failures: 0,
    waitMs: 0,
  });
  let view: TimeView = {
    authorities: [
      authority('north', 'Northern Time'),
      {
        ...authority('south', 'Southern Time'),
        failures: 2,
        problem: { code: 'outbound-failed', message: 'south.example did not answer in time' },
        waitMs: 15_000,
      },
    ],
    clock: { sntp: ['ntp.example'], http: ['https://north.example/'] },
    readable: true,
    proxyInForce: true,
    outbound: 'any',
    pending: 1,
  };
  const change = (changes: Partial<TimeView>): TimeView => {
    view = { ...view, ...changes };
    tell('time.changed', view);
    return view;
  };
  const known = (id: string): void => {
    if (!view.authorities.some((one) => one.id === id)) throw new PugmarkError('usage', 'There is no such authority');
  };
  return {
    'time.read': () => view,
    'time.add-authority': ({ name, url, policy }) => {
      const added = { ...authority(new URL(url).hostname.replaceAll('.', '-'), name), url, ...(policy === undefined ? {} : { policy }) };
      return change({ authorities: [...view.authorities, added] });
    },
    'time.change-authority': ({ authority: id, name, url, policy }) => {
      known(id);
      const changed = { name, url, ...(policy === undefined ? {} : { policy }) };
      return change({ authorities: view.authorities.map((one) => (one.id === id ? { ...one, ...changed } : one)) });
    },
    'time.enable-authority': ({ authority: id, enabled }) => {
      known(id);
      return change({ authorities: view.authorities.map((one) => (one.id === id ? { ...one, enabled } : one)) });
    },
    'time.remove-authority': ({ authority: id }) => {
      known(id);
      return change({ authorities: view.authorities.filter((one) => one.id !== id) });
    },
    'time.change-clock': (clock) => change({ clock }),
    'time.check-clock': () => ({
      state: 'checked',
      source: 'http-date https://north.example/',
      method: 'http-date',
      offsetMs: -1_240,
      uncertaintyMs: 520,
      checkedAt: '2026-11-22T03:20:50.000Z',
    }),
    'time.retry': () =>
      change({ pending: 0, authorities: view.authorities.map(({ problem: _gone, ...one }) => ({ ...one, failures: 0, waitMs: 0 })) }),
  };
}
