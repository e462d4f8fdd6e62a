import { toUtf8 } from '../core/digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import { buildPackageName, PACKAGE_PATHS } from '../core/package/layout.ts';
import { MAX_LISTED_HEAD, MAX_LISTED_ROW } from '../core/package/left-out-list.ts';
import { findPayloadRoom, measureFile } from '../core/package/package-size.ts';
import type { ReportInput } from '../core/package/report-input.ts';
import type { PlannedFile } from './export-bag.ts';
import { chooseKeys, sealKeyFiles } from './export-keys.ts';
import { makeFiles } from './export-made.ts';
import { finishPlan, toPlanned, type PackagePlan } from './export-plan.ts';
import { REDUCED_BYTES } from './export-preview.ts';
import type { ExportedPackage, ExportGround, ExportRequest, FailedReducedSet, ReducedSet, UnderWay } from './export-run.ts';
import { buildReducedSeal } from './export-seal.ts';
import type { ExportSelection } from './export-selection.ts';
import { buildStart, makePackage, prepareDestination } from './export-write.ts';
import { choosePictures } from './reduced-pictures.ts';

const LIST_PATH = 'data/left-out.txt';

/** The package that a reduced set is chosen from. */
interface Whole {
  readonly made: ExportedPackage;
  readonly report: ReportInput;
  readonly selection: ExportSelection;
}

/**
 * A sealed package of its own, of at most `reducedBytes`: forms, tables and the pictures that fit, with the digest of the seal of the whole one. Both are in the
 * log. When it cannot be made the whole package stands as it is, and what is returned says why.
 */
export async function exportReduced(ground: ExportGround, request: ExportRequest, whole: Whole): Promise<ReducedSet | FailedReducedSet> {
  const { store, reducedBytes: limitBytes = REDUCED_BYTES } = request;
  try {
    const createdAt = ground.clock.now();
    const name = buildPackageName(store.summary.reference, 'europol', createdAt, true);
    const destination = await prepareDestination(ground, request, name);
    const { selection } = whole;
    const started = store.startExport({
      ...buildStart(request, { selection, destination }),
      reducedFrom: whole.made.package,
    });
    const under = { started, selection, createdAt, name, destination };
    const pictures = { sealed: 0, smaller: 0, leftOut: 0 };
    const count = (fate: string): void => {
      pictures[fate === 'sealed' || fate === 'smaller' ? fate : 'leftOut'] += 1;
    };
    const { made } = await makePackage(ground, request, under, () => planReduced(ground, request, { under, whole, limitBytes, count }));
    const { path, sizeBytes, seal, fileSha256 } = made;
    return { package: made.package, path, sizeBytes, seal, ...(fileSha256 === undefined ? {} : { fileSha256 }), limitBytes, pictures };
  } catch (error) {
    if (isPugmarkError(error) && error.code !== 'program-fault') return { failed: error.code, message: error.message };
    throw error;
  }
}

/** Throws `usage` when even what is always in does not fit. */
async function planReduced(
  ground: ExportGround,
  request: ExportRequest,
  parts: {
    readonly under: UnderWay;
    readonly whole: Whole;
    readonly limitBytes: number;
    readonly count: (fate: string) => void;
  },
): Promise<PackagePlan> {
  const { store, vault, agencySeal, encryption, signal } = request;
  const { under, whole, limitBytes } = parts;
  const { started, name, createdAt } = under;
  const from = { package: whole.made.package, seal: whole.made.seal };
  const facts = { ...whole.report.seal, package: started.id, createdAt, tool: started.entry.tool };
  const seal = buildReducedSeal(facts, from, limitBytes);
  // Forms say the same in both: they are of the whole package.
  const scratchFolder = started.scratchFolder;
  const made = await makeFiles(ground, request, {
    scratchFolder,
    input: whole.report,
    parts: new Set(['statements-entities', 'forms']),
  });
  const report = { ...whole.report, packageName: name };
  const readMe = ground.readMe.buildReadMe({ report, seal, files: made.map(({ path }) => path), agencySeal: agencySeal !== undefined });
  const fixed: readonly PlannedFile[] = [
    ...sealKeyFiles(chooseKeys(vault, store.summary.practice)).map(toPlanned),
    ...ground.formatPages.map(toPlanned),
    toPlanned({ path: PACKAGE_PATHS.readMe, bytes: toUtf8(readMe) }),
    ...made,
  ];
  const exhibits = whole.report.exhibits.length + whole.report.received.length;
  const list = { path: LIST_PATH, sizeBytes: MAX_LISTED_HEAD + exhibits * MAX_LISTED_ROW };
  const room = findPayloadRoom(limitBytes, {
    agencySeal: agencySeal !== undefined,
    recipients: encryption === undefined ? undefined : encryption.kind === 'recipients' ? encryption.recipients.length : 1,
  });
  const roomBytes = room - [...fixed, list].reduce((sum, file) => sum + measureFile(name, file), 0);
  if (roomBytes < 0)
    throw new PugmarkError(
      'usage',
      `No reduced set of ${limitBytes} bytes can be made: forms, tables and formats alone need ${limitBytes - roomBytes}; the whole package is made`,
    );
  const { exhibits: captures, received } = whole.report;
  const chosen = await choosePictures(
    { exhibits: captures, received, packageName: name, roomBytes },
    { store, images: ground.images, scratchFolder, signal },
  );
  for (const { fate } of chosen.pictures) parts.count(fate);
  const text = ground.readMe.buildLeftOutList(request.language, { ...from, limitBytes }, chosen.pictures);
  return finishPlan({
    seal,
    report,
    payload: [...fixed, ...chosen.files, toPlanned({ path: LIST_PATH, bytes: toUtf8(text) })],
    limitBytes,
  });
}
