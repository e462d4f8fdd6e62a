import { isExhibitEnd } from '../core/custody/event-types.ts';
import { PugmarkError } from '../core/errors.ts';
import type { Artifact } from '../core/model/artifact.ts';
import type { ExhibitSummary } from '../core/model/case.ts';
import type { PackageLog } from '../core/package/package-log.ts';
import { PROFILE_RULES, type PackagePart, type ProfileRule } from '../core/package/profiles.ts';
import type { CaseReader } from '../core/ports.ts';
import type { PlannedFile } from './export-bag.ts';
import {
  isRecordReleased,
  keepReleased,
  keepReleasedFile,
  planDisclosed,
  type PlannedDisclosed,
  type Releases,
} from './export-disclosed.ts';
import { planExhibit, type PlannedExhibit } from './export-exhibit.ts';
import { planReceived, type PlannedReceived } from './export-received.ts';
import type { ExportGround, ExportRequest, UnderWay } from './export-run.ts';

/** Plans one capture for a kind of package. */
type PlanExhibit = (
  ground: ExportGround,
  request: ExportRequest,
  exhibit: ExhibitSummary,
  parts: ReadonlySet<PackagePart>,
) => Promise<PlannedExhibit>;

/** How exhibits go into packages, one way for each kind of profile. */
const PLANS: Readonly<Record<ProfileRule['exhibits'], PlanExhibit>> = {
  sealed: (ground, { store }, exhibit, parts) => planExhibit(ground.cryptography.hashing, store, exhibit, parts),
  // As sealed where the record was released; of the others only what was.
  redacted: (ground, { store }, exhibit, parts) => planExhibit(ground.cryptography.hashing, store, exhibit, parts),
  // Read for the forms: none of its files goes in, as no part of such a profile holds any.
  'named-in-forms': (ground, { store }, exhibit, parts) => planExhibit(ground.cryptography.hashing, store, exhibit, parts),
};

export interface PlannedExhibits {
  readonly exhibits: readonly PlannedExhibit[];
  readonly received: readonly PlannedReceived[];
  /** Those whose record stays in the vault; absent: none. */
  readonly disclosed?: readonly PlannedDisclosed[];
}

/** All exhibits of a package, each measured by its record, and its record by the log. Throws as `planExhibit`. */
export async function planExhibits(
  ground: ExportGround,
  request: ExportRequest,
  { selection }: UnderWay,
  chosen: {
    readonly parts: ReadonlySet<PackagePart>;
    readonly disclosed: PackageLog['disclosed'];
    /** Undefined: all of each exhibit that the parts name goes in. */
    readonly releases?: Releases | undefined;
  },
): Promise<PlannedExhibits> {
  const { store, profile, signal, onProgress } = request;
  const plan = PLANS[PROFILE_RULES[profile].exhibits];
  const exhibits: PlannedExhibit[] = [];
  const received: PlannedReceived[] = [];
  const disclosed: PlannedDisclosed[] = [];
  const { hashing } = ground.cryptography;
  const { releases, parts } = chosen;
  for (const [index, exhibit] of selection.exhibits.entries()) {
    signal.throwIfAborted();
    onProgress({ step: 'planned', subject: exhibit.exhibit, done: index, total: selection.exhibits.length });
    if (releases !== undefined && !isRecordReleased(releases, exhibit)) {
      const shown = await planDisclosed(hashing, store, exhibit, { releases, parts });
      assertLogged(shown, chosen.disclosed);
      disclosed.push(shown);
      continue;
    }
    if (exhibit.kind === 'received') {
      const file = await planReceived(hashing, store, exhibit, parts);
      assertLogged(file, chosen.disclosed);
      received.push(releases === undefined ? file : keepReleasedFile(file, releases, parts));
      continue;
    }
    const planned = await plan(ground, request, exhibit, parts);
    assertLogged(planned, chosen.disclosed);
    exhibits.push(releases === undefined ? planned : keepReleased(planned, releases, parts));
  }
  return { exhibits, received, ...(disclosed.length === 0 ? {} : { disclosed }) };
}

/** A row in a database is no proof: the log itself must have this digest. */
function assertLogged({ exhibit, digest }: PlannedExhibit | PlannedReceived | PlannedDisclosed, disclosed: PackageLog['disclosed']): void {
  const end = disclosed.find(({ entry }) => entry.exhibit === exhibit && isExhibitEnd(entry.type));
  if (end?.entry.digest === digest) return;
  throw new PugmarkError('object-changed', `${exhibit} is not what the custody log sealed: no package was made; run "pugmark check"`);
}

/** Files of an exhibit as they lie in the vault. */
export function filesOf(
  store: CaseReader,
  { exhibit, artifacts }: PlannedExhibit | PlannedReceived | PlannedDisclosed,
): readonly PlannedFile[] {
  return artifacts.map((artifact) => ({
    path: artifact.path,
    sizeBytes: artifact.sizeBytes,
    open: (passing) => store.readArtifact(artifact, passing),
    sealed: { ...digestsOf(artifact), what: `${exhibit} ${artifact.name}` },
  }));
}

function digestsOf({ sha256, sha512 }: Artifact): Pick<Artifact, 'sha256' | 'sha512'> {
  return { sha256, sha512 };
}
