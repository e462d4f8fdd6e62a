import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { exportPackage } from '../../src/app/export-service.ts';
import { composeExportGround, composeVaults, composeVerifyPorts } from '../../src/engine/composition.ts';
import { AXES } from '../../src/core/package/verdict.ts';
import { verifyPackage } from '../../src/core/package/verify-package.ts';
import { openPackage } from '../../src/packaging/open-package.ts';
import { PASSPHRASE } from './package-case.ts';
import type { PackageWork } from './package-work.ts';

// A process of its own: its highest memory is that of one export or one verification.
const [act = '', path = '', detail = '', folder = ''] = process.argv.slice(2);
process.send?.(await (act === 'export' ? measureExport() : measureVerify()));

/** Path of the vault, reference of the case, folder for the package. */
async function measureExport(): Promise<PackageWork> {
  const vault = await composeVaults().open({ folder: path, passphrase: PASSPHRASE });
  try {
    const ground = await composeExportGround(vault.folder, false);
    const store = vault.openCase(detail);
    // The passphrase takes 256 MB for a moment, whatever the case (scrypt as age sets it): measured apart.
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    const opened = process.resourceUsage().maxRSS;
    const memory = watchMemory();
    const started = startMeasuring();
    const made = await exportPackage(ground, {
      vault,
      store,
      profile: 'prosecutor',
      language: 'en',
      folder,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    return {
      ...measureProcess(started),
      peakMegabytes: memory(),
      openingMegabytes: Math.round(opened / 1_024),
      path: made.path,
      sizeBytes: made.sizeBytes,
    };
  } finally {
    vault.close();
  }
}

/** Path of the package, `pictures` or `without pictures`. */
async function measureVerify(): Promise<PackageWork> {
  const { images, ...others } = composeVerifyPorts();
  const started = startMeasuring();
  const opened = await openPackage(path);
  try {
    const { axes } = await verifyPackage(detail === 'pictures' && images !== undefined ? { ...others, images } : others, opened);
    const faults = AXES.flatMap((axis) =>
      axes[axis].findings.filter(({ code }) => code !== 'time-not-checked' && code !== 'key-untrusted'),
    );
    if (faults[0] !== undefined) throw new Error(`The package is not whole: ${faults[0].code} ${faults[0].subject}`);
    return measureProcess(started);
  } finally {
    await opened.close();
  }
}

/** The highest that is seen every few milliseconds, in MB, when asked for. */
function watchMemory(): () => number {
  let highest = 0;
  const look = (): void => void (highest = Math.max(highest, process.memoryUsage.rss()));
  const timer = setInterval(look, 10);
  return () => {
    clearInterval(timer);
    look();
    return Math.round(highest / 2 ** 20);
  };
}

interface Started {
  readonly atMs: number;
  readonly processor: NodeJS.CpuUsage;
}

function startMeasuring(): Started {
  return { atMs: performance.now(), processor: process.cpuUsage() };
}

/** All threads together. */
function measureProcess({ atMs, processor }: Started): PackageWork {
  const { user, system } = process.cpuUsage(processor);
  return {
    workMs: performance.now() - atMs,
    processorMs: (user + system) / 1_000,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
}
