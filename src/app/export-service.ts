import { checkAnswers } from '../core/forms/check-answers.ts';
import { PugmarkError } from '../core/errors.ts';
import { buildPackageName } from '../core/package/layout.ts';
import { CHOSEN_PARTS, PROFILE_RULES, type ChosenPart } from '../core/package/profiles.ts';
import { WITHHELD } from '../core/package/seal-statement.ts';
import { chooseReleases } from './export-disclosed.ts';
import { planPackage } from './export-plan.ts';
import { exportReduced } from './export-reduced.ts';
import type { ExportedPackage, ExportGround, ExportRequest } from './export-run.ts';
import { selectExhibits } from './export-selection.ts';
import { buildStart, makePackage, prepareDestination, TOKENS_MS } from './export-write.ts';

/**
 * Makes a package of a case. In this order: `package.exported` and its checkpoint, the files with that log, the manifests, the seal; the
 * package gets its name when it is whole and on the disk, then `package.sealed` follows. What fails in between leaves no file and
 * `package.failed`. Where the profile has a reduced set, it follows in the same way; when that fails the package stands, and `reduced` says why.
 *
 * With `encryption` the file has a name that tells nothing of the case, and what is plain of the package is in the vault alone.
 *
 * Throws before anything is written or logged: `exhibit-unknown`, `answers-refused`, `usage`, `io-failed`. Later: `object-changed`,
 * `object-missing`, `record-invalid`, `disk-full`, `io-failed`, `cancelled`, and what reports and forms throw.
 */
export async function exportPackage(ground: ExportGround, request: ExportRequest): Promise<ExportedPackage> {
  const { store, profile } = request;
  assertChoices(request);
  // Before anything is logged.
  chooseReleases(store, request.release ?? []);
  const selection = selectExhibits(store.listExhibits(), request.exhibits, store.summary.reference);
  const rule = PROFILE_RULES[profile];
  const reference = rule.seal === 'nothing' ? WITHHELD : store.summary.reference;
  const createdAt = ground.clock.now();
  const name = buildPackageName(reference, profile, createdAt);
  const destination = await prepareDestination(ground, request, name);
  // Of what goes in, the time is confirmed first, as far as authorities answer.
  if (rule.parts.includes('time') && store.findTime().state === 'pending')
    await request.tokens?.stamp({ withinMs: TOKENS_MS, signal: request.signal });
  request.signal.throwIfAborted();
  const isTimeOwed = rule.parts.includes('time') && store.findTime().state === 'pending';
  const started = store.startExport(buildStart(request, { selection, destination }));
  const under = { started, selection, createdAt, name, destination, isTimeOwed };
  const { made, plan } = await makePackage(ground, request, under, () => planPackage(ground, request, under));
  if (!rule.reduced) return made;
  return { ...made, reduced: await exportReduced(ground, request, { made, report: plan.report, selection }) };
}

/** Throws `usage`, `answers-refused` for what the profile does not leave to choice. */
export function assertChoices({
  profile,
  choices = {},
  secretsReason,
  answers = {},
  reducedBytes,
  release = [],
  addresses = false,
}: Pick<ExportRequest, 'profile' | 'choices' | 'secretsReason' | 'answers' | 'reducedBytes' | 'release' | 'addresses'>): void {
  const rule = PROFILE_RULES[profile];
  for (const part of CHOSEN_PARTS) {
    const chosen = choices[part];
    if (chosen === undefined || rule.choices[part] !== undefined || chosen === rule.parts.includes(part)) continue;
    refuse(`Packages of the profile ${profile} ${chosen ? 'never' : 'always'} hold ${PART_NAMES[part]}`);
  }
  if ((choices.secrets === true) !== (secretsReason !== undefined))
    refuse('Values of credentials are handed over by an act of their own, with a reason');
  if (reducedBytes !== undefined && !rule.reduced) refuse(`There is no reduced set of a package of the profile ${profile}`);
  if (rule.exhibits !== 'redacted' && (release.length > 0 || addresses))
    refuse(`Packages of the profile ${profile} leave no file and no address to choice: that is for disclosure`);
  checkAnswers(profile, answers);
}

function refuse(message: string): never {
  throw new PugmarkError('usage', message);
}

const PART_NAMES: Readonly<Record<ChosenPart, string>> = {
  secrets: 'values of credentials',
  'operator-environment': 'the files about operator and station',
};
