import type { Sha256Digest } from '../../digest/digest.ts';
import type { Redaction } from '../../redaction/redaction.ts';
import { exhibitFolder } from '../layout.ts';
import { PROFILE_RULES } from '../profiles.ts';
import type { PackageSeal } from '../seal-statement.ts';
import type { VerdictExhibit } from '../verdict.ts';
import { checkLogged, type ExhibitContext } from './check-exhibit.ts';
import { checkTakenIn, isReceived } from './check-received.ts';
import { checkRedactions } from './check-redactions.ts';

/** True for packages that show redacted copies, and originals and records only as far as they were released. */
export function isDisclosure({ profile }: Pick<PackageSeal, 'profile'>): boolean {
  return PROFILE_RULES[profile].exhibits === 'redacted';
}

/** True when the record of an exhibit is withheld, as packages of this profile, and no others, may do. */
export function isRecordWithheld({ bag, seal }: ExhibitContext, { exhibit }: { readonly exhibit: string }): boolean {
  const folder = exhibitFolder(exhibit);
  return isDisclosure(seal) && !['capture.json', 'received.json'].some((name) => bag.files.has(`${folder}/${name}`));
}

/**
 * Step 9 for an exhibit whose record is withheld (package.md, "Disclosure"): its digest is the one that the log sealed, its redacted copies are those that
 * the log made. Files that were released untouched are tied to it only where the log names their digest; of the others nothing is said.
 */
export async function checkDisclosed(
  context: ExhibitContext,
  sealed: { readonly exhibit: string; readonly digest: Sha256Digest },
): Promise<void> {
  const { collector, seal, log } = context;
  const { exhibit, digest } = sealed;
  const capture = log?.captures.get(exhibit) ?? {};
  if (log !== undefined) (isReceived(context, sealed) ? checkTakenIn : checkLogged)(collector, sealed, capture);
  collector.note(
    'integrity',
    'record-withheld',
    exhibit,
    'Its record is withheld; here are its digest and the proof of its place in the log',
  );
  const { entry } = capture.end ?? {};
  collector.exhibits.push({ exhibit, digest, claimed: entry?.time ?? seal.createdAt, state: stateOf(entry) });
  checkReleased(context, exhibit, await checkRedactions(context, exhibit, undefined));
}

function stateOf(end: { readonly type: string; readonly details: Readonly<Record<string, unknown>> } | undefined): VerdictExhibit['state'] {
  if (end?.type === 'capture.failed') return 'failed';
  return end?.details['state'] === 'partial' ? 'partial' : 'sealed';
}

function checkReleased({ collector, bag, files }: ExhibitContext, exhibit: string, redactions: readonly Redaction[]): void {
  const named = new Set<string>(redactions.flatMap(({ original }) => original.sha256 ?? []));
  for (const name of files.get(exhibit) ?? []) {
    const path = `${exhibitFolder(exhibit)}/${name}`;
    if (name.includes('/')) collector.finding('artifact-unlisted', path, 'No package has a file there');
    else if (!named.has(bag.files.get(path)?.sha256 ?? ''))
      collector.finding(
        'artifact-not-tied',
        path,
        'The record of its exhibit is withheld: nothing here shows that this file belongs to it',
      );
  }
}
