import { claimInstance } from '../../src/workstation/single-instance.ts';
import { startSupervisor, type Supervisor } from '../../src/workstation/supervisor.ts';
import type { AppWindow } from './open-window.ts';
import type { StartOptions } from './options.ts';

export interface WorkstationGround extends Pick<StartOptions, 'vaultFolder' | 'stateFolder'> {
  readonly rendererFolder: string;
  /** URL of the module that exports `startEngine`. */
  readonly engineModule: string;
  /** Shows the app. Undefined: it cannot be shown here, and the address is printed. */
  readonly openWindow: (url: string) => AppWindow | undefined;
  /** Line on standard output. */
  readonly print: (line: string) => void;
  /** Line on standard error. */
  readonly say: (line: string) => void;
  /** Aborted: end in order. */
  readonly interrupted: AbortSignal;
}

/**
 * Runs the workstation shell until its window is closed or it is interrupted; where the app runs already, opens that one's window.
 * Throws `engine-lost`, `vault-locked`, `io-failed`.
 */
export async function runWorkstation(ground: WorkstationGround): Promise<void> {
  const { promise: started, resolve: tellStarted, reject: tellFailed } = Promise.withResolvers<Supervisor>();
  // Nobody may be waiting for it.
  started.catch(() => undefined);
  const claim = await claimInstance(ground.stateFolder, ground.vaultFolder, async () => (await started).issueUrl());
  if (claim.kind === 'running') {
    ground.say('Pugmark runs already with this vault.');
    present(ground, claim.url);
    return;
  }
  try {
    const supervisor = await startSupervisor(ground);
    tellStarted(supervisor);
    await runUntilEnd(ground, supervisor);
  } catch (error) {
    tellFailed(error);
    throw error;
  } finally {
    await claim.release();
  }
}

async function runUntilEnd(ground: WorkstationGround, supervisor: Supervisor): Promise<void> {
  const window = ground.interrupted.aborted ? undefined : present(ground, supervisor.issueUrl());
  const interrupted = new Promise<void>((resolve) => {
    if (ground.interrupted.aborted) resolve();
    ground.interrupted.addEventListener('abort', () => resolve());
  });
  try {
    await Promise.race([interrupted, supervisor.ended, ...(window === undefined ? [] : [window.closed])]);
  } finally {
    window?.close();
    await supervisor.close();
  }
}

function present(ground: WorkstationGround, url: string): AppWindow | undefined {
  const window = ground.openWindow(url);
  if (window === undefined) {
    ground.say('Open this address in a browser of this machine; it works once. Ctrl-C ends the app.');
    ground.print(url);
  }
  return window;
}
