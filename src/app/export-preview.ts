import { FORM_QUESTIONS, type FormAnswers } from '../core/forms/form-questions.ts';
import { parseExhibitNumber } from '../core/ids.ts';
import { ARTIFACT_ROLES, type ArtifactRole } from '../core/model/artifact.ts';
import type { ExhibitSummary } from '../core/model/case.ts';
import type { ExportWarning } from '../core/package/export-warnings.ts';
import {
  explainPart,
  PACKAGE_PARTS,
  partOfRole,
  PROFILE_RULES,
  resolveParts,
  type PackagePart,
  type PartChoices,
  type PartReason,
  type Profile,
} from '../core/package/profiles.ts';
import type { CaseReader } from '../core/ports.ts';
import type { CaseStatement } from '../core/statements/case-statement.ts';
import { chooseReleases, isReleased, listShownCopies, type ReleasedArtifact } from './export-disclosed.ts';
import { assertKnown } from './export-selection.ts';

/** The most that a reduced set has when nobody says: what Europol's exchange takes as one message, with room for the message. */
export const REDUCED_BYTES = 45_000_000;

/** What of an export is known before anything is made. */
export interface PreviewRequest {
  readonly profile: Profile;
  readonly exhibits?: readonly string[];
  readonly report: boolean;
  readonly choices?: PartChoices;
  readonly answers?: FormAnswers;
  readonly handling?: object;
  readonly reducedBytes?: number;
  readonly release?: readonly ReleasedArtifact[];
  readonly isEncrypted?: boolean;
}

/** Whether something goes in, and why or why not. */
interface Explained {
  readonly included: boolean;
  readonly reason: PartReason;
}

/** What goes into a package and what stays out, before anything is written or logged. */
export interface PackagePreview {
  readonly exhibits: readonly { readonly summary: ExhibitSummary; readonly files: number; readonly sizeBytes: number }[];
  readonly leftOut: readonly { readonly exhibit: string; readonly reason: 'not-selected' | 'nothing-sealed' | 'under-way' | 'erased' }[];
  readonly parts: readonly (Explained & { readonly part: PackagePart })[];
  readonly roles: readonly (Explained & { readonly role: ArtifactRole; readonly files: number; readonly sizeBytes: number })[];
  readonly choices: { readonly operator?: boolean; readonly secrets?: boolean; readonly reducedBytes?: number };
  readonly warnings: readonly { readonly code: ExportWarning; readonly subject?: string; readonly count: number }[];
  /** Of the exhibits' files; log, report and manifests come on top. */
  readonly sizeBytes: number;
}

/** Throws `exhibit-unknown`, `artifact-unknown`. */
export function previewPackage(reader: CaseReader, request: PreviewRequest): PackagePreview {
  const { profile, choices = {} } = request;
  const rule = PROFILE_RULES[profile];
  const all = reader.listExhibits();
  const numbers = request.exhibits?.map((exhibit) => parseExhibitNumber(exhibit) ?? 0);
  if (numbers !== undefined) assertKnown(all, numbers, reader.summary.reference);
  const chosen = numbers === undefined ? undefined : new Set(numbers);
  const isChosen = ({ exhibit }: ExhibitSummary): boolean => chosen === undefined || chosen.has(parseExhibitNumber(exhibit) ?? 0);
  const roles = new Map<ArtifactRole, { files: number; sizeBytes: number }>();
  const isIn = (role: ArtifactRole): boolean => explainPart(profile, partOfRole(role), choices).isIn;
  // For disclosure file by file: what was released, and redacted copies.
  const releases = rule.exhibits === 'redacted' ? chooseReleases(reader, request.release ?? []) : undefined;
  const parts = resolveParts(profile, choices);
  const released = new Set<ArtifactRole>();
  const exhibits = all
    .filter((summary) => isChosen(summary) && summary.digest !== undefined && summary.erased !== true)
    .map((summary) => {
      let [files, sizeBytes] = [0, 0];
      for (const artifact of reader.findExhibit(summary.exhibit)?.artifacts ?? []) {
        const counted = roles.get(artifact.role) ?? { files: 0, sizeBytes: 0 };
        roles.set(artifact.role, { files: counted.files + 1, sizeBytes: counted.sizeBytes + artifact.sizeBytes });
        if (releases === undefined ? !isIn(artifact.role) : !isReleased(artifact, releases.get(summary.exhibit), parts)) continue;
        released.add(artifact.role);
        files += 1;
        sizeBytes += artifact.sizeBytes;
      }
      const copies = parts.has('exhibits') ? listShownCopies(reader, profile, summary.exhibit) : [];
      for (const { file } of copies) [files, sizeBytes] = [files + 1, sizeBytes + file.sizeBytes];
      return { summary, files, sizeBytes };
    });
  const statements = reader.listStatements().filter(({ state }) => state === 'current');
  const reducedBytes = rule.reduced ? (request.reducedBytes ?? REDUCED_BYTES) : undefined;
  return {
    exhibits,
    leftOut: listLeftOut(all, isChosen),
    parts: PACKAGE_PARTS.map((part) => ({ part, ...explainMade(request, part, { roles, statements }) })),
    roles: ARTIFACT_ROLES.flatMap((role) => {
      const counted = roles.get(role);
      if (counted === undefined) return [];
      if (releases !== undefined) {
        const included = released.has(role);
        return [{ role, included, reason: included ? ('chosen' as const) : ('redacted-only' as const), ...counted }];
      }
      const { isIn: included, reason } = explainPart(profile, partOfRole(role), choices);
      return [{ role, included, reason, ...counted }];
    }),
    choices: {
      ...(rule.choices['operator-environment'] === undefined ? {} : { operator: isIn('operator') }),
      ...(rule.choices.secrets === undefined ? {} : { secrets: isIn('secrets') }),
      ...(reducedBytes === undefined ? {} : { reducedBytes }),
    },
    warnings: listWarnings(reader, request, { exhibits: exhibits.map(({ summary }) => summary), statements }),
    sizeBytes: exhibits.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

function listLeftOut(all: readonly ExhibitSummary[], isChosen: (summary: ExhibitSummary) => boolean): PackagePreview['leftOut'] {
  return all.flatMap((summary): PackagePreview['leftOut'] => {
    const { exhibit, state, digest, erased } = summary;
    if (!isChosen(summary)) return [{ exhibit, reason: 'not-selected' }];
    if (erased === true) return [{ exhibit, reason: 'erased' }];
    if (digest !== undefined) return [];
    return [{ exhibit, reason: state === 'open' ? 'under-way' : 'nothing-sealed' }];
  });
}

/** What profile and choice say of a part, and whether there is anything of it. */
function explainMade(
  { profile, choices = {}, report }: PreviewRequest,
  part: PackagePart,
  there: { readonly roles: ReadonlyMap<ArtifactRole, unknown>; readonly statements: readonly CaseStatement[] },
): Explained {
  const { isIn, reason } = explainPart(profile, part, choices);
  if (!isIn) return { included: false, reason };
  if (part === 'report' && !report) return { included: false, reason: 'not-chosen' };
  const isEmpty =
    (part === 'secrets' && !there.roles.has('secrets')) ||
    (part === 'operator-environment' && !there.roles.has('operator') && !there.roles.has('environment')) ||
    (part === 'statements-entities' && there.statements.length === 0);
  return isEmpty ? { included: false, reason: 'nothing-there' } : { included: true, reason };
}

/** Profiles whose forms are about persons, items and what is thought of them. */
const FORMS_OF_STATEMENTS: ReadonlySet<Profile> = new Set(['interpol', 'europol', 'pattern']);

function listWarnings(
  reader: CaseReader,
  { profile, choices = {}, answers = {}, handling, isEncrypted = false }: PreviewRequest,
  { exhibits, statements }: { readonly exhibits: readonly ExhibitSummary[]; readonly statements: readonly CaseStatement[] },
): PackagePreview['warnings'] {
  const rule = PROFILE_RULES[profile];
  const counted = (code: ExportWarning, count: number): PackagePreview['warnings'] => (count === 0 ? [] : [{ code, count }]);
  const once = (code: ExportWarning, is: boolean): PackagePreview['warnings'] => counted(code, is ? 1 : 0);
  const unanswered = FORM_QUESTIONS[profile].filter(({ id }) => answers[id] === undefined);
  const isIn = (part: PackagePart): boolean => explainPart(profile, part, choices).isIn;
  const isCarried = rule.exhibits !== 'named-in-forms';
  return [
    ...once('practice', reader.summary.practice),
    ...unanswered.map(({ id, required }) => ({
      code: required ? ('required-question-unanswered' as const) : ('question-unanswered' as const),
      subject: id,
      count: 1,
    })),
    ...once('no-statements', FORMS_OF_STATEMENTS.has(profile) && statements.length === 0),
    ...counted(
      'statement-without-evaluation',
      rule.reduced ? statements.filter(({ statement }) => statement.evaluation === undefined).length : 0,
    ),
    ...once('no-handling', profile === 'europol' && handling === undefined),
    ...exhibits
      .filter(({ state }) => isCarried && state === 'partial')
      .map(({ exhibit }) => ({ code: 'exhibit-partial' as const, subject: exhibit, count: 1 })),
    ...once('secrets-included', isIn('secrets')),
    ...once('operator-included', rule.choices['operator-environment'] !== undefined && isIn('operator-environment')),
    ...once('not-encrypted', !isEncrypted),
  ];
}
