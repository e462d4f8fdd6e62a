import type { BareSeal } from '../seal-statement.ts';
import { isReducedSeal } from '../seal-statement.ts';
import type { Verdict } from '../verdict.ts';
import { buildVerdict } from './build-verdict.ts';
import { checkAgencySeal } from './check-agency-seal.ts';
import { checkSealRevocation, checkTrust } from './check-authorship.ts';
import { checkForms } from './check-forms.ts';
import { checkKeys, checkSealSignature } from './check-keys.ts';
import { checkBareLayout } from './check-layout.ts';
import type { ReadSeal } from './check-seal.ts';
import { checkViewer } from './check-viewer.ts';
import type { CheckedBag, VerifyPorts } from './checked-bag.ts';
import type { VerdictCollector } from './verdict-collector.ts';
import { checkSealTime } from './check-time.ts';
import { seenAt, verifyTokens } from './verify-tokens.ts';
import type { CheckerKnowledge } from './verify-sealed.ts';

/**
 * Steps 5 to 7 of a package without exhibits and custody log (package.md, "Without a custody log"): what it holds is whole and whose it is. Only a
 * seal in the form for such a package leads here, and that form exists for their profiles alone: a package that was stripped of its log has another.
 */
export async function verifyBare(
  parts: { readonly collector: VerdictCollector; readonly ports: VerifyPorts; readonly bag: CheckedBag },
  name: string,
  seal: ReadSeal<BareSeal>,
  knowledge: CheckerKnowledge,
): Promise<Verdict> {
  const { collector, ports, bag } = parts;
  const { statement } = seal;
  await checkViewer(collector, bag, statement, []);
  const keys = await checkKeys(collector, ports, bag, statement, knowledge.revocations);
  checkBareLayout(collector, bag, statement, keys);
  await checkForms(collector, bag, statement);
  checkSealSignature(collector, ports, seal, keys);
  checkTrust(collector, keys, knowledge.trusted);
  await checkAgencySeal(collector, ports, bag, { seal, roots: knowledge.agencyRoots ?? [] });
  // It is made without any. One over its seal that came later is verified all the same, beside it or brought along: no manifest lists what lies
  // under such a name, and what a revoked key signed counts when one saw it before.
  const stamps = await verifyTokens(parts, seal, knowledge);
  checkSealRevocation(collector, ports.hashing, seal, keys, seenAt(stamps));
  checkSealTime({ collector, seal, stamps });
  const why = isReducedSeal(statement)
    ? `A reduced set has none: they are in the package ${statement.reduced.package}, whose seal is ${statement.reduced.seal}`
    : `Packages of the profile ${statement.profile} have none`;
  collector.finding('custody-not-carried', statement.package, `No custody log was checked. ${why}`);
  const checked = stamps.stamps.length > 0 ? 'No time stamp but one over the seal was checked' : 'No time stamp was checked';
  collector.finding('time-not-checked', statement.package, `${checked}. ${why}`);
  if (knowledge.earlier !== undefined)
    collector.finding('earlier-package-differs', statement.package, 'It has no custody log that could follow that of an earlier package');
  const trusted = knowledge.trusted.size > 0;
  return buildVerdict(collector, { name, seal, keys, trusted, ran: new Set(['integrity', 'authorship']) });
}
