import type { FailedReducedSet, ReducedSet } from '../app/export-run.ts';
import { assertChoices, exportPackage } from '../app/export-service.ts';
import { previewPackage, type PreviewRequest } from '../app/export-preview.ts';
import { selectExhibits } from '../app/export-selection.ts';
import { chooseRecipients } from '../app/package-recipients.ts';
import { parseExhibitNumber } from '../core/ids.ts';
import {
  AGE_FIRST_LINE,
  assertPackagePassphrase,
  isAgeFile,
  type PackageEncryption,
  type PackageKeys,
} from '../core/package/encryption/encryption.ts';
import { PROFILE_RULES, type PartChoices } from '../core/package/profiles.ts';
import { isPassed, type Verdict } from '../core/package/verdict.ts';
import type { VaultStore } from '../core/ports.ts';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { openFileReader } from '../packaging/file-source.ts';
import type { ExportRequestInput, Job, PACKAGE_CALLS } from '../rpc/contract/packages.ts';
import type { Handlers } from '../rpc/handlers.ts';
import { assertAbsolute } from './absolute-path.ts';
import { composeExportGround } from './composition.ts';
import type { EngineContext } from './engine-context.ts';
import { takeGivenPackage } from './given-package.ts';
import type { HeldPackages } from './held-packages.ts';
import type { JobRun, Jobs } from './jobs.ts';
import { readRootsOfOpenVault } from './known-roots.ts';
import { verifyInThread } from './verify-thread.ts';

export interface PackageParts {
  readonly context: EngineContext;
  readonly jobs: Jobs;
  readonly held: HeldPackages;
  /** Absolute path of the station's own folder for packages. */
  readonly packageFolder: string;
}

type PackageHandlers = Pick<Handlers, keyof typeof PACKAGE_CALLS>;

/** Export, and verification of what was exported or received. */
export function createPackageHandlers(parts: PackageParts): PackageHandlers {
  const { context, jobs, held } = parts;
  return {
    'export.preview': (request) => {
      const reader = context.readCase(request.case);
      const preview = previewPackage(reader, previewOf(request));
      return {
        exhibits: preview.exhibits.map(({ summary, files, sizeBytes }) => ({
          exhibit: summary.exhibit,
          ...(summary.title === undefined ? {} : { title: summary.title }),
          url: summary.shownUrl ?? summary.requestedUrl,
          state: summary.state,
          files,
          sizeBytes,
        })),
        leftOut: [...preview.leftOut],
        parts: [...preview.parts],
        roles: [...preview.roles],
        choices: preview.choices,
        warnings: [...preview.warnings],
        sizeBytes: preview.sizeBytes,
        folder: folderFor(parts, request),
        practice: reader.summary.practice,
      };
    },
    'export.start': (request) => startExport(parts, request),
    'package.verify': async (request) => {
      const { name } = request;
      const given = await takeGivenPackage(context, request);
      const { path, trusted, keys, tokens } = given;
      return jobs.start({ kind: 'verify', subject: name, needsVault: false }, async (run, report, job) => {
        let isHeld = false;
        try {
          const timestampRoots = readRootsOfOpenVault(context);
          const { verdict, seal } = await verifyInThread(
            { path, name: basename(name) || basename(path), trusted, timestampRoots, suppliedTokens: tokens, keys },
            run,
          );
          isHeld = seal !== undefined && isPassed(verdict);
          if (isHeld) await held.hold(job, given);
          report({ verdict, ...(isHeld ? { held: true } : {}), ...((await isEncryptedFile(path)) ? { isEncrypted: true } : {}) });
        } finally {
          if (!isHeld) await given.release();
        }
      });
    },
    // Only the newest one is still at hand.
    'jobs.list': () =>
      jobs.list().map(({ held: wasHeld, ...job }) => ({ ...job, ...(wasHeld === true && held.isHeld(job.job) ? { held: true } : {}) })),
    'jobs.cancel': ({ job }) => {
      jobs.cancel(job);
      return {};
    },
  };
}

/** What cannot be done is refused here; what fails later, the job tells. */
function startExport(parts: PackageParts, request: ExportRequestInput): Job {
  const { context, jobs } = parts;
  const vault = context.vault();
  const store = vault.openCase(request.case);
  const { reference } = store.summary;
  previewPackage(store, previewOf(request));
  assertChoices(chosenOf(request));
  const exhibits = request.exhibits?.map((exhibit) => parseExhibitNumber(exhibit) ?? 0);
  selectExhibits(store.listExhibits(), exhibits, reference);
  chooseLock(request, vault);
  const folder = folderFor(parts, request);
  return jobs.start({ kind: 'export', subject: reference, needsVault: true }, async (run, report) => {
    const ground = await composeExportGround(vault.folder, request.report);
    const { language, recipient, purpose, html, handling } = request;
    const lock = chooseLock(request, vault);
    const {
      path,
      sizeBytes,
      package: id,
      seal,
      fileSha256,
      practice,
      reduced,
    } = await exportPackage(ground, {
      vault,
      store,
      ...chosenOf(request),
      language,
      ...(exhibits === undefined ? {} : { exhibits }),
      ...(html === undefined ? {} : { html }),
      ...(handling === undefined ? {} : { handling }),
      ...(recipient === undefined || recipient.trim() === '' ? {} : { recipient }),
      ...(purpose === undefined || purpose.trim() === '' ? {} : { purpose }),
      ...(lock === undefined ? {} : { encryption: lock.encryption }),
      folder,
      ...(context.times === undefined ? {} : { tokens: context.times.deskOf(store) }),
      signal: run.signal,
      onProgress: ({ step, done, total }) => run.onProgress({ step, done, total }),
    });
    report({
      exported: {
        path,
        sizeBytes,
        package: id,
        seal,
        ...(fileSha256 === undefined ? {} : { fileSha256 }),
        practice,
        viewer: PROFILE_RULES[request.profile].parts.includes('viewer'),
        ...(reduced === undefined ? {} : { reduced: shownOf(reduced) }),
      },
    });
    context.tellCase(reference);
    // What is encrypted to others cannot be read again here.
    if (lock === undefined || lock.keys !== undefined) report({ verdict: await verifyWritten(context, { path, keys: lock?.keys }, run) });
  });
}

/** As somebody does who has nothing but the file, and knows the authorities that this station asks. The package is written by now: giving up ends the look at it only. */
async function verifyWritten(
  context: EngineContext,
  { path, keys }: { readonly path: string; readonly keys: PackageKeys | undefined },
  run: JobRun,
): Promise<Verdict> {
  const timestampRoots = readRootsOfOpenVault(context);
  const order = { path, name: basename(path), trusted: [], timestampRoots, ...(keys === undefined ? {} : { keys }) };
  const { verdict } = await verifyInThread(order, run);
  return verdict;
}

/** How a package is locked, and with what it can be opened again here: with a passphrase it can. Throws `usage`. */
function chooseLock(
  { encryption }: ExportRequestInput,
  vault: VaultStore,
): { readonly encryption: PackageEncryption; readonly keys?: PackageKeys } | undefined {
  if (encryption === undefined) return undefined;
  if (encryption.kind === 'recipients') return { encryption: chooseRecipients(() => vault.listRecipients(), encryption.to) };
  const { passphrase } = encryption;
  assertPackagePassphrase(passphrase);
  return { encryption: { kind: 'passphrase', passphrase }, keys: { identities: [], passphrase } };
}

function previewOf(request: ExportRequestInput): PreviewRequest {
  const { profile, report, exhibits, answers, handling, reducedBytes, encryption, release } = request;
  return {
    profile,
    report,
    choices: choicesOf(request),
    isEncrypted: encryption !== undefined,
    ...(exhibits === undefined ? {} : { exhibits }),
    ...(answers === undefined ? {} : { answers }),
    ...(handling === undefined ? {} : { handling }),
    ...(reducedBytes === undefined ? {} : { reducedBytes }),
    ...(release === undefined ? {} : { release }),
  };
}

function shownOf(reduced: ReducedSet | FailedReducedSet): NonNullable<NonNullable<Job['exported']>['reduced']> {
  if ('failed' in reduced) return { ...reduced };
  const { path, sizeBytes, limitBytes, seal, fileSha256 } = reduced;
  return { path, sizeBytes, limitBytes, seal, ...(fileSha256 === undefined ? {} : { fileSha256 }) };
}

/** What can be refused before anything is begun. */
function chosenOf(request: ExportRequestInput): Parameters<typeof assertChoices>[0] {
  const { profile, answers, secrets, reducedBytes, release, addresses } = request;
  return {
    profile,
    choices: choicesOf(request),
    ...(answers === undefined ? {} : { answers }),
    ...(secrets === undefined ? {} : { secretsReason: secrets.reason }),
    ...(release === undefined ? {} : { release }),
    ...(addresses === undefined ? {} : { addresses }),
    ...(reducedBytes === undefined ? {} : { reducedBytes }),
  };
}

export function choicesOf({ operator, secrets }: ExportRequestInput): PartChoices {
  return {
    ...(operator === undefined ? {} : { 'operator-environment': operator }),
    ...(secrets === undefined ? {} : { secrets: true }),
  };
}

/** Where files for others are left. Throws `usage`. */
export function folderFor({ packageFolder }: PackageParts, { folder }: Pick<ExportRequestInput, 'folder'>): string {
  return folder === undefined || folder.trim() === '' ? packageFolder : assertAbsolute(folder);
}

/** False for a folder, too. Throws `input-unreadable`. */
async function isEncryptedFile(path: string): Promise<boolean> {
  if ((await stat(path)).isDirectory()) return false;
  const reader = await openFileReader(path);
  try {
    return isAgeFile(await reader.read(0, Math.min(reader.sizeBytes, AGE_FIRST_LINE.length)));
  } finally {
    await reader.close();
  }
}
