import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch, homedir, hostname, release, userInfo } from 'node:os';
import { join } from 'node:path';
import type { StationFacts, ToolIdentity } from '../app/capture-record-parts.ts';
import type { ChromiumBrowsers, ChromiumBrowsersParts } from '../capture/chromium-browsers.ts';
import type { CaptureParts } from '../capture/capture-tab.ts';
import type { CaptureGround } from '../app/capture-run.ts';
import type { ExportGround } from '../app/export-run.ts';
import type { ReceiveGround } from '../app/receive-package.ts';
import type { ReceivedGround } from '../app/received-files.ts';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { PACKAGE_PATHS } from '../core/package/layout.ts';
import type { FormPrinter, ImageCodec, ReportPrinter, Vaults } from '../core/ports.ts';
import type { BrowserSurfaces } from '../core/surface-ports.ts';
import { createSharpImageCodec } from '../imaging/sharp-image-codec.ts';
import { keepFile } from '../packaging/kept-file.ts';
import { createPackageFiles } from '../packaging/package-files.ts';
import { createBesideHashing } from '../platform/beside-hashing.ts';
import { nodeDecompression } from '../packaging/decompression.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import { systemClock } from '../platform/system-clock.ts';
import { findStateFolder } from '../platform/user-folders.ts';
import { readOpenPage, readStartHere } from './verifier-pages.ts';
import { besideVaultKeyWork } from '../storage/keys/beside-vault-key.ts';
import { createVaults } from '../storage/vaults.ts';

export { readKnownViewers } from './verifier-pages.ts';
export { composeVerifyPorts } from './verify-ports.ts';

/** The only place where concrete adapters are chosen, for the command line and for the app. */

const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/** Vaults in folders of this machine; `app`: with the state folder of the app. */
export function composeVaults(app?: { readonly stateFolder: string }): Vaults {
  return createVaults({
    clock: systemClock,
    cryptography: nodeCryptography,
    images: createSharpImageCodec(nodeCryptography.hashing),
    decompression: nodeDecompression,
    stateFolder: app?.stateFolder ?? findStateFolder({ platform: process.platform, homeFolder: homedir(), env: process.env }),
    tool: readToolIdentity(),
    hostName: hostname(),
    // A thread gives back the 256 MB that scrypt takes for a second; an app goes on drawing meanwhile.
    vaultKeyWork: besideVaultKeyWork,
  });
}

/**
 * Browsers of this machine. Temporary profiles lie with the captures under way, so that what a killed program leaves behind
 * of the pages it saw goes with the next start of the vault. Loaded when needed: most commands need none.
 */
export async function composeBrowsers(vaultFolder: string, drawing?: ChromiumBrowsersParts['drawing']): Promise<ChromiumBrowsers> {
  const { ChromiumBrowsers: Browsers } = await import('../capture/chromium-browsers.ts');
  return new Browsers({
    ...composeCaptureParts(),
    ...(await composeExecutable()),
    temporaryFolder: join(vaultFolder, 'incoming'),
    ...(drawing === undefined ? {} : { drawing }),
  });
}

/** Embedded browsers of this machine, shown as live pictures. */
export async function composeSurfaces(): Promise<BrowserSurfaces> {
  const { createChromiumSurfaces } = await import('../capture/surface/chromium-surfaces.ts');
  return createChromiumSurfaces({ ...composeCaptureParts(), ...(await composeExecutable()) });
}

async function composeExecutable(): Promise<{ readonly findExecutable: () => string }> {
  const { findBrowser } = await import('../capture/browser/find-browser.ts');
  const { thisMachine } = await import('../capture/browser/this-machine.ts');
  return { findExecutable: () => findBrowser(thisMachine()).path };
}

/** Pictures of this machine. */
export function composeImages(): ImageCodec {
  return createSharpImageCodec(nodeCryptography.hashing);
}

/** What every capture is made with, in whichever browser. */
export function composeCaptureParts(): CaptureParts {
  return {
    clock: systemClock,
    hashing: nodeCryptography.hashing,
    random: nodeCryptography.random,
    images: createSharpImageCodec(nodeCryptography.hashing),
    software: `${readToolIdentity().name}/${readToolIdentity().version}`,
  };
}

/** What captures stand on. */
export async function composeCaptureGround(vaultFolder: string, drawing?: ChromiumBrowsersParts['drawing']): Promise<CaptureGround> {
  return {
    clock: systemClock,
    random: nodeCryptography.random,
    browsers: await composeBrowsers(vaultFolder, drawing),
    tool: readToolIdentity(),
    station: readStationFacts(),
  };
}

/** What received files are taken in with. */
export async function composeReceivedGround(): Promise<ReceivedGround> {
  const { SNIFF_BYTES, sniffMedia } = await import('../capture/steps/sniff-media.ts');
  return { clock: systemClock, random: nodeCryptography.random, tool: readToolIdentity(), sniffMedia, sniffBytes: SNIFF_BYTES };
}

/** What receipts for packages are signed with. */
export function composeReceiveGround(): ReceiveGround {
  return { clock: systemClock, cryptography: nodeCryptography, tool: readToolIdentity(), keepFile };
}

/** What packages are made with. With `report` it takes a browser: throws `browser-missing` before anything is begun. */
export async function composeExportGround(vaultFolder: string, report: boolean): Promise<ExportGround> {
  const { writeZip } = await import('../packaging/zip-writer.ts');
  return {
    clock: systemClock,
    cryptography: { ...nodeCryptography, hashing: createBesideHashing(nodeCryptography.hashing) },
    files: createPackageFiles(writeZip),
    formatPages: readFormatPages(),
    images: createSharpImageCodec(nodeCryptography.hashing),
    decompression: nodeDecompression,
    viewer: readStartHere(),
    openPage: readOpenPage(),
    ...(await composeMakers(report ? await composePrinter(vaultFolder) : undefined)),
  };
}

/** What writes for people. Without a printer there is no report, and no form as PDF. */
async function composeMakers(
  printer: (ReportPrinter & FormPrinter) | undefined,
): Promise<Pick<ExportGround, 'reports' | 'makers' | 'readMe'>> {
  const { createFormMaker } = await import('../reporting/forms/create-form-maker.ts');
  const { createEntitiesMaker } = await import('../reporting/entities/create-entities-maker.ts');
  const { createGraphMaker } = await import('../reporting/graph/create-graph-maker.ts');
  const { createReadMeMaker } = await import('../reporting/read-me/create-read-me-maker.ts');
  const readMe = createReadMeMaker(nodeCryptography.hashing);
  const graph = createGraphMaker();
  const makers = { 'statements-entities': createEntitiesMaker(), graph, forms: createFormMaker(printer === undefined ? {} : { printer }) };
  if (printer === undefined) return { makers, readMe };
  const { createReportMaker } = await import('../reporting/create-report-maker.ts');
  return { makers, readMe, reports: createReportMaker({ images: createSharpImageCodec(nodeCryptography.hashing), printer }) };
}

async function composePrinter(vaultFolder: string): Promise<ReportPrinter & FormPrinter> {
  const { createChromiumReportPrinter } = await import('../capture/printing/chromium-report-printer.ts');
  const { findBrowser } = await import('../capture/browser/find-browser.ts');
  const { thisMachine } = await import('../capture/browser/this-machine.ts');
  const { path } = findBrowser(thisMachine());
  return createChromiumReportPrinter({ findExecutable: () => path, temporaryFolder: join(vaultFolder, 'incoming') });
}

/** The pages of the formats and the schemas, as the repository has them. */
function readFormatPages(): ExportGround['formatPages'] {
  return [
    { folder: join(PROJECT_ROOT, 'docs', 'formats'), ending: '.md' },
    { folder: join(PROJECT_ROOT, 'schemas'), ending: '.json' },
  ].flatMap(({ folder, ending }) => {
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder).filter((name) => name.endsWith(ending));
    return names.map((name) => ({ path: `${PACKAGE_PATHS.schemas}/${name}`, bytes: readFileSync(join(folder, name)) }));
  });
}

let tool: ToolIdentity | undefined;

/** Version from package.json, and one digest over all sources and the lock file: what ran is what can be looked up. */
export function readToolIdentity(): ToolIdentity {
  tool ??= { name: 'pugmark', version: readVersion(), digest: sha256DigestOf(hashSources()) };
  return tool;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest && typeof manifest.version === 'string')
    return manifest.version;
  throw new Error('package.json has no version');
}

/** SHA-256 over `<sha256 hex>  <path>` lines in the order of their paths, as `sha256sum` would print them. */
function hashSources(): Uint8Array {
  // What a report says comes from resources/: another text is another tool.
  const sources = ['src', 'resources'].flatMap((folder) =>
    readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(PROJECT_ROOT.length + 1)
          .replaceAll('\\', '/'),
      ),
  );
  const lines = [...sources, 'package-lock.json'].toSorted().map(
    (path) =>
      `${createHash('sha256')
        .update(readFileSync(join(PROJECT_ROOT, path)))
        .digest('hex')}  ${path}\n`,
  );
  return createHash('sha256').update(lines.join('')).digest();
}

/** What the machine says of itself, for records. */
export function readStationFacts(): StationFacts {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return {
    runtime: `node/${process.versions.node}`,
    os: { platform: process.platform, release: release(), architecture: arch() },
    locale,
    timeZone,
  };
}

/** The account that runs the tool; undefined where the system has no name for it. */
export function readOsAccount(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry, as in some containers.
    return undefined;
  }
}
