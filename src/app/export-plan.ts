import { parseUtf8, toUtf8 } from '../core/digest/encoding.ts';
import { PACKAGE_PATHS } from '../core/package/layout.ts';
import { buildPackageLog, type GeneratedFile, type LogDisclosure, type PackageLog } from '../core/package/package-log.ts';
import { PROFILE_RULES, resolveParts } from '../core/package/profiles.ts';
import type { ReportInput } from '../core/package/report-input.ts';
import { type AnySeal, type PackageSeal } from '../core/package/seal-statement.ts';
import { buildTimeFiles, type PackageTime } from '../core/package/time-files.ts';
import { TIME_PATHS } from '../core/package/time-paths.ts';
import type { CaseReader, LogLine, PackageExport } from '../core/ports.ts';
import { openIdentityCertificate } from '../core/signing/key-certificate.ts';
import { projectStatements } from '../core/statements/project-statements.ts';
import type { PlannedFile } from './export-bag.ts';
import { chooseKeys, keyFiles, sealKeyFiles, type ChosenKeys } from './export-keys.ts';
import { makeFiles } from './export-made.ts';
import { chooseCopies, NO_COPIES } from './export-disclosed.ts';
import { planRedactions, type PlannedRedaction } from './export-redactions.ts';
import { assertNothingPersonal } from './export-personal-data.ts';
import { filesOf, planExhibits, type PlannedExhibits } from './export-planned-exhibits.ts';
import type { ExportGround, ExportRequest, UnderWay } from './export-run.ts';
import { buildFacts, buildInfo, buildSeal, tellOfCase } from './export-seal.ts';

/** Everything that is known before the first byte is written. */
export interface PackagePlan {
  /** Sorted by the bytes of their paths. */
  readonly payload: readonly PlannedFile[];
  readonly payloadBytes: number;
  /** `START-HERE.html`; absent for profiles without a viewer. */
  readonly viewer?: Uint8Array;
  readonly info: Uint8Array;
  /** What the seal will say beside its subjects. */
  readonly seal: AnySeal;
  /** What was told to those who made its forms and reports. */
  readonly report: ReportInput;
  /** The most that its file may have. */
  readonly limitBytes?: number;
}

/** Decides what goes into a package and makes what is made for it. Throws as `exportPackage`. */
export async function planPackage(ground: ExportGround, request: ExportRequest, under: UnderWay): Promise<PackagePlan> {
  const { store, vault, profile, choices } = request;
  const { started } = under;
  const parts = resolveParts(profile, choices);
  const lines = linesUpTo(store, started);
  const copies = parts.has('exhibits') ? chooseCopies(request, under, lines) : NO_COPIES;
  const log = planLog(ground, request, under, { lines, disclosure: copies.disclosure });
  const planned = await planExhibits(ground, request, under, { parts, disclosed: log.disclosed, releases: copies.releases });
  const exhibitBytes = planned.exhibits.flatMap(({ artifacts }) => artifacts).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  void ground.cryptography.hashing.prepareBeside?.(exhibitBytes);
  const redactions = planRedactions(ground.cryptography.hashing, store, copies.derivatives, parts.has('exhibits') ? log.disclosed : []);
  const keys = chooseKeys(vault, store.summary.practice);
  const facts = buildFacts({
    ...request,
    package: started.id,
    selection: under.selection,
    createdAt: under.createdAt,
    operator: started.entry.actor,
    tool: started.entry.tool,
    checkpoint: started.checkpoint,
    lines,
    withheldEntries: log.withheldEntries,
  });
  const time = parts.has('time') ? planTime(ground.cryptography.hashing, store, log) : NO_TIME;
  const timeFiles = explainTime(ground, request, time);
  const viewer = parts.has('viewer') ? ground.viewer : undefined;
  const report = buildReportInput(ground, request, under, { facts, keys, log, planned, redactions, time, viewer });
  const made = await makeFiles(ground, request, { scratchFolder: started.scratchFolder, input: report, parts });
  const generated: readonly GeneratedFile[] = [
    ...(parts.has('custody') ? [...log.files, ...keyFiles(vault, store.summary.practice)] : sealKeyFiles(keys)),
    ...timeFiles,
    ...ground.formatPages,
  ];
  const seal = buildSeal(facts);
  const readMe = ground.readMe.buildReadMe({
    report,
    seal,
    files: [...made, ...timeFiles].map(({ path }) => path),
    agencySeal: request.agencySeal !== undefined,
  });
  const shown = [...planned.exhibits, ...planned.received, ...(planned.disclosed ?? [])];
  const files = parts.has('exhibits') ? shown.flatMap((one) => filesOf(store, one)) : [];
  const plan = finishPlan({
    seal,
    report,
    payload: [
      ...[...generated, { path: PACKAGE_PATHS.readMe, bytes: toUtf8(readMe) }].map(toPlanned),
      ...made,
      ...files,
      ...redactions.flatMap((one) => one.files),
    ],
    ...(viewer === undefined ? {} : { viewer: viewer.bytes }),
  });
  if (PROFILE_RULES[profile].seal === 'nothing') await assertNothingPersonal(ground, request, under, plan);
  return plan;
}

/** A plan of these files: sorted, counted, with its bag-info.txt. */
export function finishPlan(input: Omit<PackagePlan, 'info' | 'payloadBytes'>): PackagePlan {
  const payload = input.payload.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const payloadBytes = payload.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const info = buildInfo(input.seal, { agency: input.report.agency, payloadBytes, files: payload.length });
  return { ...input, payload, payloadBytes, info };
}

export function toPlanned({ path, bytes }: GeneratedFile): PlannedFile {
  return { path, sizeBytes: bytes.length, open: () => bytes };
}

function planLog(
  { cryptography: { hashing } }: ExportGround,
  { store }: ExportRequest,
  { started, selection }: UnderWay,
  { lines, disclosure }: { readonly lines: readonly LogLine[]; readonly disclosure: LogDisclosure | undefined },
): PackageLog {
  return buildPackageLog(hashing, {
    lines,
    checkpoints: store
      .readCheckpoints()
      .filter(({ origin, size }) => origin !== started.checkpoint.origin || size <= started.checkpoint.size),
    texts: store.readTexts(),
    checkpoint: started.checkpoint,
    selected: selection.selected,
    exhibits: selection.exhibits.map(({ exhibit }) => exhibit),
    package: started.id,
    ...(disclosure === undefined ? {} : { disclosure }),
  });
}

/** What reports and forms are told. What the seal of the profile withholds is not among it. */
function buildReportInput(
  ground: ExportGround,
  request: ExportRequest,
  { name }: UnderWay,
  known: {
    readonly facts: PackageSeal;
    readonly keys: ChosenKeys;
    readonly log: PackageLog;
    readonly planned: PlannedExhibits;
    readonly redactions: readonly PlannedRedaction[];
    readonly time: PackageTime;
    readonly viewer: ExportGround['viewer'] | undefined;
  },
): ReportInput {
  const { summary } = request.store;
  const { facts, keys, log, viewer } = known;
  const agency = openIdentityCertificate(ground.cryptography, keys.identity.certificate, summary.practice).agency;
  return {
    language: request.language,
    seal: facts,
    packageName: name,
    ...tellOfCase(request.store, request.profile, log.disclosed),
    ...(agency === undefined ? {} : { agency }),
    keys: { identity: keys.identity.id, seal: keys.seal.id, log: keys.log.id },
    ...(viewer === undefined ? {} : { viewer: { release: viewer.release, sha256: viewer.sha256 } }),
    ...known.planned,
    ...(known.redactions.length === 0 ? {} : { redactions: known.redactions.map(({ report }) => report) }),
    stamps: known.time.stamps,
    statements: projectStatements(log.disclosed),
    ...(request.handling === undefined ? {} : { handling: request.handling }),
  };
}

const NO_TIME: PackageTime = { files: [], stamps: [], authorities: [] };

/** Time stamps over what this package shows of the log. */
export function planTime(hashing: ExportGround['cryptography']['hashing'], store: CaseReader, log: PackageLog): PackageTime {
  const textsBelow = (folder: string): readonly string[] =>
    log.files.filter(({ path }) => path.startsWith(folder)).map(({ bytes }) => parseUtf8(bytes));
  return buildTimeFiles(hashing, {
    tokens: store.listTokens(),
    notes: textsBelow(`${PACKAGE_PATHS.checkpoints}/`),
    lines: textsBelow(PACKAGE_PATHS.log).flatMap((text) => text.split('\n')),
  });
}

/** The same with the text that explains the files, where there are any. */
function explainTime({ readMe }: ExportGround, { language }: ExportRequest, { files, authorities }: PackageTime): readonly GeneratedFile[] {
  return files.length === 0 ? [] : [...files, { path: TIME_PATHS.readMe, bytes: toUtf8(readMe.buildTimeReadMe(language, authorities)) }];
}

/** The log as the checkpoint covers it: what came later is not in this package. */
function linesUpTo(store: CaseReader, { checkpoint }: PackageExport): readonly LogLine[] {
  return store.readLog().filter(({ origin, seq }) => origin !== checkpoint.origin || seq < checkpoint.size);
}
