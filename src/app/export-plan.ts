import { createReadStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isExhibitEnd } from '../core/custody/event-types.ts';
import { parseEntryLine } from '../core/custody/entry.ts';
import { parseUtf8, toUtf8 } from '../core/digest/encoding.ts';
import { PugmarkError } from '../core/errors.ts';
import type { Artifact } from '../core/model/artifact.ts';
import { buildBagInfo, toOneLine } from '../core/package/bag/bag-info.ts';
import { packageEndSchema } from '../core/package/export-entry.ts';
import { discloseLog } from '../core/package/log-disclosure.ts';
import { keyLinkPath, keyPath, keyRevocationPath, PACKAGE_PATHS } from '../core/package/layout.ts';
import { buildPackageLog, type GeneratedFile, type PackageLog } from '../core/package/package-log.ts';
import { PROFILE_RULES, resolveParts, type PackagePart } from '../core/package/profiles.ts';
import { buildReadMe } from '../core/package/read-me.ts';
import type { ReportFile, ReportInput, StreamedFile } from '../core/package/report-input.ts';
import type { MakingOptions } from '../core/report-ports.ts';
import type { PackageSeal } from '../core/package/seal-statement.ts';
import { buildTimeFiles, type PackageTime } from '../core/package/time-files.ts';
import type { CaseReader, LogLine, PackageExport, VaultKey, VaultReader } from '../core/ports.ts';
import { openIdentityCertificate } from '../core/signing/key-certificate.ts';
import { projectStatements } from '../core/statements/project-statements.ts';
import type { PlannedFile } from './export-bag.ts';
import {
  chooseNewest,
  chooseReleases,
  isRecordReleased,
  keepReleased,
  keepReleasedFile,
  planDisclosed,
  type PlannedDisclosed,
} from './export-disclosed.ts';
import { planExhibit, type PlannedExhibit } from './export-exhibit.ts';
import { listRedactions, planRedactions } from './export-redactions.ts';
import { planReceived, type PlannedReceived } from './export-received.ts';
import type { ExportGround, ExportRequest, UnderWay } from './export-run.ts';
import { countCase } from './export-selection.ts';

/** Everything that is known before the first byte is written. */
export interface PackagePlan {
  /** Sorted by the bytes of their paths. */
  readonly payload: readonly PlannedFile[];
  readonly payloadBytes: number;
  /** `START-HERE.html`; absent for profiles without a viewer. */
  readonly viewer?: Uint8Array;
  readonly info: Uint8Array;
  /** What the seal will say beside its subjects. */
  readonly seal: PackageSeal;
}

/** Decides what goes into a package and makes what is made for it. Throws as `exportPackage`. */
export async function planPackage(ground: ExportGround, request: ExportRequest, under: UnderWay): Promise<PackagePlan> {
  const { hashing } = ground.cryptography;
  const { store, vault, profile, signal, onProgress } = request;
  const { started, selection, createdAt, name } = under;
  const { summary } = store;
  const parts = resolveParts(profile);
  const lines = linesUpTo(store, started);
  const numbers = selection.exhibits.map(({ exhibit }) => exhibit);
  const releases = PROFILE_RULES[profile].exhibits === 'redacted' ? chooseReleases(store, request.release ?? []) : undefined;
  const copies = listRedactions(store, { exhibits: new Set(numbers), lines, exportedAt: started.entry.time });
  const derivatives = releases === undefined ? copies : chooseNewest(copies);
  const log = buildPackageLog(hashing, {
    lines,
    checkpoints: store
      .readCheckpoints()
      .filter(({ origin, size }) => origin !== started.checkpoint.origin || size <= started.checkpoint.size),
    texts: store.readTexts(),
    checkpoint: started.checkpoint,
    selected: selection.selected,
    exhibits: numbers,
    package: started.id,
    ...(releases === undefined
      ? {}
      : {
          disclosure: discloseLog({ redactions: new Set(derivatives.map(({ digest }) => digest)), addresses: request.addresses === true }),
        }),
  });
  const redactions = planRedactions(hashing, store, derivatives, log.disclosed);
  const exhibits: PlannedExhibit[] = [];
  const received: PlannedReceived[] = [];
  const disclosed: PlannedDisclosed[] = [];
  for (const [index, exhibit] of selection.exhibits.entries()) {
    signal.throwIfAborted();
    onProgress({ step: 'planned', subject: exhibit.exhibit, done: index, total: selection.exhibits.length });
    if (releases !== undefined && !isRecordReleased(releases, exhibit)) {
      const shown = await planDisclosed(hashing, store, exhibit, releases, parts);
      assertLogged(shown, log.disclosed);
      disclosed.push(shown);
      continue;
    }
    if (exhibit.kind === 'received') {
      const file = await planReceived(hashing, store, exhibit, parts);
      assertLogged(file, log.disclosed);
      received.push(releases === undefined ? file : keepReleasedFile(file, releases, parts));
      continue;
    }
    const planned = await planExhibit(hashing, store, exhibit, parts);
    assertLogged(planned, log.disclosed);
    exhibits.push(releases === undefined ? planned : keepReleased(planned, releases, parts));
  }
  const keys = chooseKeys(vault, summary.practice);
  const agency = openIdentityCertificate(ground.cryptography, keys.identity.certificate, summary.practice).agency;
  const seal: PackageSeal = {
    format: 'package-seal/v1',
    package: started.id,
    profile,
    practice: summary.practice,
    case: { id: summary.id, reference: summary.reference },
    ...(request.recipient === undefined ? {} : { recipient: request.recipient }),
    ...(request.purpose === undefined ? {} : { purpose: request.purpose }),
    createdAt,
    operator: started.entry.actor,
    station: store.station,
    tool: started.entry.tool,
    scope: {
      // In the order of the selection, which is that of their numbers.
      exhibits: selection.exhibits.flatMap(({ exhibit, digest }) => (digest === undefined ? [] : [{ exhibit, digest }])),
      ...countCase(store.countByState()),
      erasedInCase: lines.filter(({ line }) => line.includes('"type":"exhibit.erased"')).length,
      withheldEntries: log.withheldEntries,
    },
    checkpoint: { origin: started.checkpoint.origin, size: started.checkpoint.size, root: started.checkpoint.root },
    ...findEarlier(lines),
  };
  const time = parts.has('time') ? planTime(hashing, store, log) : NO_TIME;
  const viewer = parts.has('viewer') ? ground.viewer : undefined;
  const report: ReportInput = {
    language: request.language,
    seal,
    packageName: name,
    caseTitle: summary.title,
    ...(summary.basis === undefined ? {} : { caseBasis: summary.basis }),
    ...(agency === undefined ? {} : { agency }),
    keys: { identity: keys.identity.id, seal: keys.seal.id, log: keys.log.id },
    ...(viewer === undefined ? {} : { viewer: { release: viewer.release, sha256: viewer.sha256 } }),
    exhibits,
    received,
    ...(disclosed.length === 0 ? {} : { disclosed }),
    ...(redactions.length === 0 ? {} : { redactions: redactions.map(({ report: one }) => one) }),
    stamps: time.stamps,
    statements: projectStatements(log.disclosed),
    ...(request.handling === undefined ? {} : { handling: request.handling }),
    timeline: log.disclosed,
  };
  const reports = await makeFiles(ground, request, { scratchFolder: started.scratchFolder, input: report, parts });
  const generated: GeneratedFile[] = [
    ...(parts.has('custody') ? [...log.files, ...keyFiles(vault, summary.practice)] : []),
    ...time.files,
    ...ground.formatPages,
  ];
  generated.push({
    path: PACKAGE_PATHS.readMe,
    bytes: toUtf8(
      buildReadMe({ report, files: [...reports, ...time.files].map(({ path }) => path), agencySeal: request.agencySeal !== undefined }),
    ),
  });
  const payload = [
    ...generated.map(({ path, bytes }): PlannedFile => ({ path, sizeBytes: bytes.length, open: () => bytes })),
    ...reports,
    ...[...exhibits, ...received, ...disclosed].flatMap((exhibit) => filesOf(store, exhibit)),
    ...redactions.flatMap(({ files }) => files),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const payloadBytes = payload.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const shown = viewer === undefined ? {} : { viewer: viewer.bytes };
  return { payload, payloadBytes, ...shown, seal, info: buildInfo(seal, { agency, payloadBytes, files: payload.length }) };
}

const NO_TIME: PackageTime = { files: [], stamps: [] };

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

/** The log as the checkpoint covers it: what came later is not in this package. */
function linesUpTo(store: CaseReader, { checkpoint }: PackageExport): readonly LogLine[] {
  return store.readLog().filter(({ origin, seq }) => origin !== checkpoint.origin || seq < checkpoint.size);
}

/** A row in a database is no proof: the log itself must have this digest. */
function assertLogged({ exhibit, digest }: PlannedExhibit | PlannedReceived | PlannedDisclosed, disclosed: PackageLog['disclosed']): void {
  const end = disclosed.find(({ entry }) => entry.exhibit === exhibit && isExhibitEnd(entry.type));
  if (end?.entry.digest === digest) return;
  throw new PugmarkError('object-changed', `${exhibit} is not what the custody log sealed: no package was made; run "pugmark check"`);
}

function filesOf(store: CaseReader, { exhibit, artifacts }: PlannedExhibit | PlannedReceived | PlannedDisclosed): readonly PlannedFile[] {
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

export interface ChosenKeys {
  readonly identity: VaultKey;
  readonly seal: VaultKey;
  readonly log: VaultKey;
}

/** Of one kind, practice or evidence, also of rotated and revoked keys: earlier checkpoints are signed by them, earlier seals rest on them. */
function keyFiles(vault: VaultReader, practice: boolean): readonly GeneratedFile[] {
  const certificates = vault.listKeys().filter((key) => key.practice === practice);
  const statements = vault.listKeyStatements().filter((one) => one.practice === practice);
  return [
    ...certificates.map(({ id, certificate }) => ({ path: keyPath(id), bytes: certificate })),
    ...statements.map(({ kind, key, statement }) => ({
      path: kind === 'link' ? keyLinkPath(key) : keyRevocationPath(key),
      bytes: statement,
    })),
  ];
}

export function chooseKeys(vault: VaultReader, practice: boolean): ChosenKeys {
  const all = vault.listKeys().filter((key) => key.practice === practice);
  const current = (purpose: VaultKey['purpose']): VaultKey => {
    const key = all.find((one) => one.purpose === purpose && one.state === 'current');
    if (key === undefined) throw new PugmarkError('vault-corrupt', `The vault has no ${purpose} key; restore a backup`);
    return key;
  };
  return { identity: current('identity'), seal: current('seal'), log: current('log') };
}

/** Packages of this case that were sealed before this one. */
export function findEarlier(lines: readonly LogLine[]): Pick<PackageSeal, 'previous' | 'earlierPackages'> {
  const sealed = lines
    .filter(({ line }) => line.includes('"type":"package.sealed"'))
    .map(({ line }) => parseEntryLine(line))
    .flatMap(({ digest, details }) => {
      const id = packageEndSchema.safeParse(details).data?.package;
      return id === undefined || digest === undefined ? [] : [{ package: id, seal: digest }];
    });
  const previous = sealed.at(-1);
  return { ...(previous === undefined ? {} : { previous }), earlierPackages: sealed.length };
}

/** What is made waits as files of this export: their sizes stand at the beginning of the package. */
async function makeFiles(
  ground: ExportGround,
  request: ExportRequest,
  made: { readonly scratchFolder: string; readonly input: ReportInput; readonly parts: ReadonlySet<PackagePart> },
): Promise<readonly PlannedFile[]> {
  const { signal, onProgress } = request;
  const input = { ...made.input, answers: request.answers ?? {} };
  const { reports, makers } = ground;
  const run: readonly (readonly [
    part: PackagePart,
    make: ((options: MakingOptions) => AsyncIterable<ReportFile | StreamedFile>) | undefined,
  ])[] = [
    ['report', reports && ((options) => reports.makeReports(input, options))],
    ...(['statements-entities', 'forms', 'graph'] as const).map((part) => {
      const maker = makers?.[part];
      return [part, maker && ((options: MakingOptions) => maker.makeFiles(input, options))] as const;
    }),
  ];
  const files: PlannedFile[] = [];
  for (const [part, make] of run) {
    if (make === undefined || !made.parts.has(part)) continue;
    const scratchFolder = join(made.scratchFolder, part);
    await mkdir(scratchFolder, { mode: 0o700 });
    onProgress({ step: 'report', subject: input.language, done: 0, total: input.exhibits.length });
    const onMade = ({ done, total }: { readonly done: number; readonly total: number }): void =>
      onProgress({ step: 'report', subject: input.language, done, total });
    for await (const file of make({ scratchFolder, signal, onProgress: onMade })) {
      const kept = join(made.scratchFolder, `made-${files.length + 1}`);
      await writeFile(kept, 'bytes' in file ? file.bytes : file.stream, { flag: 'wx', mode: 0o600 });
      files.push({ path: file.path, sizeBytes: (await stat(kept)).size, open: () => createReadStream(kept) });
    }
  }
  return files;
}

function buildInfo(
  seal: PackageSeal,
  facts: { readonly agency: string | undefined; readonly payloadBytes: number; readonly files: number },
): Uint8Array {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Source-Organization', facts.agency],
    ['Bagging-Date', seal.createdAt.slice(0, 10)],
    ['Payload-Oxum', `${facts.payloadBytes}.${facts.files}`],
    ['Bag-Software-Agent', seal.tool],
    ['Pugmark-Package', seal.package],
    ['Pugmark-Format', 'package/v1'],
    ['Pugmark-Profile', seal.profile],
    ['Pugmark-Case', seal.case.reference],
    ['Pugmark-Seal', 'required'],
    ['Pugmark-Practice', seal.practice ? 'true' : undefined],
  ];
  // What was typed in on another day may hold what a line cannot carry; the seal and the certificate have it verbatim.
  return buildBagInfo(fields.flatMap(([label, value]) => (value === undefined ? [] : [[label, toOneLine(value)] as const])));
}
