import { X509Certificate } from 'node:crypto';
import { addAuthority, changeAuthority, enableAuthority, removeAuthority, storeTimeSettings } from '../app/time/edit-authorities.ts';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { TimeSettings } from '../core/model/time-settings.ts';
import { buildPemCertificate, parsePemCertificates } from '../core/timestamp/pem.ts';
import { nodeHashing } from '../platform/cryptography.ts';
import { readOutboundPolicy } from '../platform/outbound/outbound-policy.ts';
import type { TIME_CALLS, TimeView } from '../rpc/contract/time.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';
import type { EngineTimes } from './time.ts';

/** Whom the vault asks for the time, and how that goes. */
export function createTimeHandlers(context: EngineContext, times: EngineTimes): Pick<Handlers, keyof typeof TIME_CALLS> {
  const change = (edit: (settings: TimeSettings) => TimeSettings): TimeView => {
    const { settings, isReadable } = times.settings;
    if (!isReadable) throw new PugmarkError('record-invalid', 'The setting "time" of this vault was written by another release');
    storeTimeSettings(context.vault(), edit(settings));
    void times.resume();
    return tell();
  };
  const tell = (): TimeView => {
    const view = readTimeView(times);
    context.tell('time.changed', view);
    return view;
  };
  return {
    'time.read': () => readTimeView(times),
    'time.add-authority': ({ name, url, policy, roots }) =>
      change(
        (settings) =>
          addAuthority(settings, {
            name,
            url,
            ...(policy === undefined ? {} : { policy }),
            roots: parsePemCertificates(roots).map(buildPemCertificate),
          }).settings,
      ),
    'time.change-authority': ({ authority, name, url, policy, roots }) => {
      const named = {
        name,
        url,
        ...(policy === undefined ? {} : { policy }),
        ...(roots === undefined ? {} : { roots: parsePemCertificates(roots).map(buildPemCertificate) }),
      };
      const view = change((settings) => changeAuthority(settings, authority, named));
      // It may be right now: it is not kept waiting for what it was before.
      times.retry();
      return view;
    },
    'time.enable-authority': ({ authority, enabled }) => change((settings) => enableAuthority(settings, authority, enabled)),
    'time.remove-authority': ({ authority }) => change((settings) => removeAuthority(settings, authority)),
    'time.change-clock': (clock) => change((settings) => ({ ...settings, clock })),
    'time.check-clock': async (_nothing, { signal }) => await times.checkClock(signal),
    'time.retry': () => {
      times.retry();
      return tell();
    },
  };
}

/** Throws `vault-closed`. */
export function readTimeView(times: EngineTimes): TimeView {
  const { settings, isReadable } = times.settings;
  return {
    authorities: settings.authorities.map(({ roots, ...authority }) => {
      const { failures, problem, waitMs } = times.standing(authority.id);
      return {
        ...authority,
        roots: roots.map(describeRoot),
        failures,
        ...(problem === undefined ? {} : { problem }),
        waitMs: Math.ceil(waitMs),
      };
    }),
    clock: settings.clock,
    readable: isReadable,
    proxyInForce: times.proxy !== undefined,
    outbound: readOutboundPolicy(process.env),
    pending: times.countPending(),
  };
}

function describeRoot(pem: string): TimeView['authorities'][number]['roots'][number] {
  const certificate = new X509Certificate(pem);
  return {
    subject: certificate.subject.replaceAll('\n', ', '),
    sha256: sha256DigestOf(nodeHashing.sha256(certificate.raw)),
    validTo: certificate.validToDate.toISOString(),
  };
}
