import { join } from 'node:path';
import { openAddress } from '../../src/capture/browser/open-address.ts';
import type { NavigationOutcome } from '../../src/capture/browser/tab.ts';
import { capturePage, type CapturePageInput } from '../../src/capture/capture-page.ts';
import type { Observation } from '../../src/core/model/capture-record.ts';
import type { CaptureLimits } from '../../src/core/model/limits.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import type { OpenedTab, OpenForTest, OpenOptions } from './browser-kinds.ts';
import { StagingFolder } from './staging-folder.ts';

export interface Captured {
  readonly opened: OpenedTab;
  readonly outcome: NavigationOutcome;
  readonly observation: Observation;
  readonly staging: StagingFolder;
}

export interface CaptureForTest extends OpenOptions {
  readonly limits?: Partial<CaptureLimits>;
  readonly input?: Partial<CapturePageInput>;
  /** Between the page's load and the click. */
  readonly before?: (opened: OpenedTab) => Promise<void>;
}

/** Opens an address in a tab of its own and captures it. */
export async function captureForTest(open: OpenForTest, url: string, options: CaptureForTest = {}): Promise<Captured> {
  const opened = await open(options);
  const outcome = await openAddress(opened.tab, url, { limits: opened.limits });
  await options.before?.(opened);
  const staging = new StagingFolder(join(opened.folder, 'staging'));
  const observation = await capturePage({
    tab: opened.tab,
    outcome,
    requestedUrl: url,
    clickedAt: systemClock.now(),
    staging,
    limits: opened.limits,
    clock: systemClock,
    hashing: nodeHashing,
    random: nodeCryptography.random,
    software: 'pugmark/test',
    imageCodec: createSharpImageCodec(nodeHashing),
    // Over the debugger the shell prints, and the double has no printer.
    options: { pdf: opened.double === undefined },
    ...options.input,
  });
  return { opened, outcome, observation, staging };
}
