import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TimeGround } from '../app/time/time-ground.ts';
import { readTimeSettings } from '../core/model/time-settings.ts';
import type { Outbound, VaultReader } from '../core/ports.ts';
import { parsePemCertificates } from '../core/timestamp/pem.ts';
import { createCertificateCryptography } from '../core/timestamp/web-crypto.ts';
import { verifyTimestamp } from '../core/timestamp/verify-timestamp.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import { createOutbound } from '../platform/outbound/create-outbound.ts';
import { logToFile } from '../platform/outbound/outbound-log.ts';
import { readOutboundPolicy } from '../platform/outbound/outbound-policy.ts';
import { systemClock } from '../platform/system-clock.ts';
import { findStateFolder } from '../platform/user-folders.ts';

/** The way out of this machine, as far as PUGMARK_OUTBOUND lets it; what goes there stands in `outbound.jsonl` of the state folder. */
export function composeOutbound(stateFolder?: string): Outbound {
  const folder = stateFolder ?? findStateFolder({ platform: process.platform, homeFolder: homedir(), env: process.env });
  return createOutbound({
    clock: systemClock,
    random: nodeCryptography.random,
    policy: readOutboundPolicy(process.env),
    log: logToFile(join(folder, 'outbound.jsonl')),
  });
}

/** What asks others for the time, as the settings of this vault say. */
export function composeTimeGround(
  vault: Pick<VaultReader, 'readSettings'>,
  outbound: Outbound,
  onFault: (error: unknown) => void = (error) => process.emitWarning(error instanceof Error ? error : String(error)),
): TimeGround {
  const certificates = createCertificateCryptography(crypto.subtle);
  return {
    clock: systemClock,
    random: nodeCryptography.random,
    hashing: nodeCryptography.hashing,
    outbound,
    verify: async ({ roots, policy }, { sha256, request, response }) =>
      await verifyTimestamp(
        { certificates },
        {
          subject: { sha256 },
          request,
          response,
          roots: parsePemCertificates(roots.join('')),
          ...(policy === undefined ? {} : { policies: [policy] }),
        },
      ),
    wait: async (ms, signal) => await wait(ms, undefined, { signal }),
    onFault,
    settings: () => readTimeSettings(vault.readSettings()).settings,
  };
}
