import { isIP } from 'node:net';
import { PugmarkError } from '../../core/errors.ts';

/** How far the tool's own traffic goes. `loopback`: this machine alone, as in every test; `off`: nowhere. */
export type OutboundPolicy = 'any' | 'loopback' | 'off';

/**
 * The policy that `PUGMARK_OUTBOUND` names; without it everything is allowed that the vault's settings name. A word that is none means `off`: whoever
 * set the variable wanted less than everything.
 */
export function readOutboundPolicy(env: Readonly<Record<string, string | undefined>>): OutboundPolicy {
  const word = env['PUGMARK_OUTBOUND'] ?? '';
  if (word === '' || word === 'any') return 'any';
  return word === 'loopback' ? 'loopback' : 'off';
}

/** Judges where the first connection goes: to the proxy when there is one. Throws `outbound-refused`. */
export function assertAllowed(policy: OutboundPolicy, firstHost: string): void {
  if (policy === 'any' || (policy === 'loopback' && isLoopback(firstHost))) return;
  const why = policy === 'off' ? 'nothing' : 'nothing beyond this machine';
  throw new PugmarkError('outbound-refused', `${firstHost} was not asked: PUGMARK_OUTBOUND lets the tool itself send ${why}`, {
    details: { host: firstHost, policy },
  });
}

/** A name that means this machine everywhere, or an address of its own. */
function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (isIP(bare) === 4) return bare.startsWith('127.');
  return bare === '::1' || bare === 'localhost';
}
