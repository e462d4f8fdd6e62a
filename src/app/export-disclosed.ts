import { parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import { PugmarkError } from '../core/errors.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber } from '../core/ids.ts';
import type { Hashing } from '../core/digest/digest.ts';
import type { Artifact } from '../core/model/artifact.ts';
import type { ExhibitSummary, StoredArtifact } from '../core/model/case.ts';
import type { StoredDerivative } from '../core/model/derivative.ts';
import { captureRecordSchema } from '../core/model/capture-record.ts';
import { receivedRecordSchema } from '../core/model/received-record.ts';
import { discloseLog } from '../core/package/log-disclosure.ts';
import type { LogDisclosure } from '../core/package/package-log.ts';
import { partOfRole, PROFILE_RULES, type PackagePart, type Profile } from '../core/package/profiles.ts';
import type { ReportArtifact, ReportDisclosed } from '../core/package/report-input.ts';
import type { CaseReader, LogLine } from '../core/ports.ts';
import { listRedactions } from './export-redactions.ts';
import type { ExportRequest, UnderWay } from './export-run.ts';
import { chooseArtifacts, findSealed, type PlannedExhibit } from './export-exhibit.ts';
import type { PlannedReceived } from './export-received.ts';

/** A file of an exhibit that goes into a package for disclosure untouched. */
export interface ReleasedArtifact {
  readonly exhibit: string;
  /** Name of the artifact; `capture.json` (`received.json`) releases the record, and with it all that the page said. */
  readonly artifact: string;
}

/** Released files by exhibit, each by its name. */
export type Releases = ReadonlyMap<ExhibitNumber, ReadonlySet<string>>;

/** An exhibit of which only what was chosen goes into a package. */
export interface PlannedDisclosed extends ReportDisclosed {
  readonly artifacts: readonly (ReportArtifact & StoredArtifact)[];
}

/** Throws `exhibit-unknown`, `artifact-unknown`; `usage` for what is never released: values of credentials. */
export function chooseReleases(reader: CaseReader, released: readonly ReleasedArtifact[]): Releases {
  const releases = new Map<ExhibitNumber, Set<string>>();
  for (const { exhibit: text, artifact: name } of released) {
    const number = parseExhibitNumber(text);
    const exhibit = number === undefined ? text : formatExhibitNumber(number);
    const found = reader.findExhibit(exhibit);
    if (found === undefined) throw new PugmarkError('exhibit-unknown', `Case ${reader.summary.reference} has no exhibit ${exhibit}`);
    const artifact = found.artifacts.find((one) => one.name === name);
    if (artifact === undefined)
      throw new PugmarkError('artifact-unknown', `${exhibit} has no file ${JSON.stringify(name)} that could be released`);
    if (artifact.role === 'secrets')
      throw new PugmarkError('usage', `${name} of ${exhibit} holds values of credentials: it is not released`);
    releases.set(exhibit, (releases.get(exhibit) ?? new Set()).add(name));
  }
  return releases;
}

/** Whatever was released by its name goes in; values of credentials never are. */
const ALL_ROLES: ReadonlySet<PackagePart> = new Set(['exhibits', 'operator-environment']);

/**
 * What of an exhibit goes into a package for disclosure: released files, measured by the sealed record, which stays out unless it was released itself. Throws
 * `object-changed`, `object-missing`, `record-invalid`.
 */
export async function planDisclosed(
  hashing: Pick<Hashing, 'sha256'>,
  reader: CaseReader,
  summary: ExhibitSummary,
  { releases, parts }: { readonly releases: Releases; readonly parts: ReadonlySet<PackagePart> },
): Promise<PlannedDisclosed> {
  const { exhibit, kind } = summary;
  const { sealedAt, digest, byName, readBytes, stored } = findSealed(hashing, reader, summary);
  // Read, though it does not go along: that its bytes are the sealed ones is what digest and proof in the package say.
  const bytes = await readBytes();
  const listed =
    kind === 'received'
      ? parseCanonicalJson(bytes, receivedRecordSchema, `${exhibit} ${stored.name}`).artifacts
      : parseCanonicalJson(bytes, captureRecordSchema, `${exhibit} ${stored.name}`).observation.artifacts;
  const names = releases.get(exhibit);
  const { artifacts } = chooseArtifacts(
    exhibit,
    listed.filter((artifact) => isReleased(artifact, names, parts)),
    byName,
    ALL_ROLES,
  );
  return { exhibit, digest, kind, sealedAt, artifacts, withheld: byName.size - artifacts.length };
}

/** Of a capture whose record was released, the files that were released too. */
export function keepReleased(planned: PlannedExhibit, releases: Releases, parts: ReadonlySet<PackagePart>): PlannedExhibit {
  const { timeZone, ...others } = planned;
  const chosen = splitReleased(planned, releases, parts);
  const isZoneShown = timeZone !== undefined && chosen.artifacts.some(({ role }) => role === 'environment');
  return { ...others, ...chosen, ...(isZoneShown ? { timeZone } : {}) };
}

/** The same of a received file, without what was said of where it comes from. */
export function keepReleasedFile(planned: PlannedReceived, releases: Releases, parts: ReadonlySet<PackagePart>): PlannedReceived {
  const { origin: _withheld, ...others } = planned;
  return { ...others, ...splitReleased(planned, releases, parts) };
}

function splitReleased(
  { exhibit, artifacts, leftOut }: PlannedExhibit | PlannedReceived,
  releases: Releases,
  parts: ReadonlySet<PackagePart>,
): Pick<PlannedExhibit, 'artifacts' | 'leftOut'> {
  const kept = artifacts.filter((artifact) => isReleased(artifact, releases.get(exhibit), parts));
  const withheld = artifacts.filter((artifact) => !kept.includes(artifact)).map(({ role, name }) => ({ role, name }));
  return { artifacts: kept, leftOut: [...withheld, ...leftOut] };
}

/** True for a file that goes in untouched: released by its name, or of a part that was chosen. */
export function isReleased(
  { name, role }: Pick<Artifact, 'name' | 'role'>,
  names: ReadonlySet<string> | undefined,
  parts: ReadonlySet<PackagePart>,
): boolean {
  return names?.has(name) === true || (partOfRole(role) === 'operator-environment' && parts.has('operator-environment'));
}

/** True when the record of an exhibit was released. */
export function isRecordReleased(releases: Releases, { exhibit, kind }: ExhibitSummary): boolean {
  return releases.get(exhibit)?.has(kind === 'received' ? 'received.json' : 'capture.json') === true;
}

/** Redacted copies of a package, and what else may be seen of its exhibits and its log. */
interface ChosenCopies {
  readonly derivatives: readonly StoredDerivative[];
  /** Undefined: exhibits go in as they were sealed. */
  readonly releases: Releases | undefined;
  /** Undefined: nothing of the log is withheld but other exhibits. */
  readonly disclosure: LogDisclosure | undefined;
}

export const NO_COPIES: ChosenCopies = { derivatives: [], releases: undefined, disclosure: undefined };

/** Redacted copies of an exhibit that such a package holds. */
export function listShownCopies(reader: CaseReader, profile: Profile, exhibit: ExhibitNumber): readonly StoredDerivative[] {
  const all = reader.listDerivatives(exhibit);
  return PROFILE_RULES[profile].exhibits === 'redacted' ? chooseNewest(all) : all;
}

/** All copies beside their originals; for disclosure the newest in their place. Throws as `chooseReleases`. */
export function chooseCopies(
  { store, profile, release = [], addresses = false }: ExportRequest,
  { selection, started }: UnderWay,
  lines: readonly LogLine[],
): ChosenCopies {
  const exhibits = new Set(selection.exhibits.map(({ exhibit }) => exhibit));
  const copies = listRedactions(store, { exhibits, lines, exportedAt: started.entry.time });
  if (PROFILE_RULES[profile].exhibits !== 'redacted') return { ...NO_COPIES, derivatives: copies };
  const derivatives = chooseNewest(copies);
  const redactions = new Set(derivatives.map(({ digest }) => digest));
  return { derivatives, releases: chooseReleases(store, release), disclosure: discloseLog({ redactions, addresses }) };
}

/**
 * Of several redacted copies of one file the newest: it was made because another one did not cover enough, and two that cover different places show
 * together what each of them hides.
 */
function chooseNewest(derivatives: readonly StoredDerivative[]): readonly StoredDerivative[] {
  const newest = new Set(new Map(derivatives.map((one) => [`${one.redaction.exhibit} ${one.redaction.original.name}`, one])).values());
  return derivatives.filter((one) => newest.has(one));
}
