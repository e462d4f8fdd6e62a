import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PugmarkError } from '../../core/errors.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../core/model/limits.ts';
import type { CaseStore } from '../../core/ports.ts';
import type { BrowserSurface, SurfaceOptions } from '../../core/surface-ports.ts';
import type { Settings } from '../../rpc/contract/station.ts';
import type { EngineContext } from '../engine-context.ts';

type BrowserChoices = Pick<SurfaceOptions, 'language' | 'proxy' | 'acceptInvalidTls'>;

/** A browser that runs, and how it was started. */
export interface StartedSurface {
  readonly surface: BrowserSurface;
  readonly choices: BrowserChoices;
  /** Name of the kept profile that it runs with. */
  readonly login?: string;
  /** Ends it and removes what it kept on disk. Idempotent. */
  close(): Promise<void>;
}

/** How the settings want the browsers of a case. */
export function chooseFor({ proxy, pageLanguage }: Settings, practice: boolean): BrowserChoices {
  return {
    acceptInvalidTls: false,
    ...(pageLanguage === '' ? {} : { language: pageLanguage }),
    // The practice market is this machine: no proxy leads there.
    ...(proxy === '' || practice ? {} : { proxy }),
  };
}

/**
 * Starts the browser of a case with the settings as they are now. What it keeps while it runs lies with the captures under way, so that
 * what a killed program leaves behind of the pages goes with the next start of the vault.
 * Throws `browser-missing`, `browser-launch-failed`, `io-failed`.
 */
export async function startSurface(
  context: Pick<EngineContext, 'surfaces' | 'settings' | 'vaultFolder'>,
  store: Pick<CaseStore, 'summary' | 'openProfile'>,
  login: string | undefined,
): Promise<StartedSurface> {
  const { surfaces, vaultFolder } = context;
  if (surfaces === undefined) throw new PugmarkError('browser-missing', 'This shell has no embedded browser');
  const { practice } = store.summary;
  const choices = chooseFor(context.settings(), practice);
  const folder = join(vaultFolder, 'incoming');
  const scratchFolder = await mkdtemp(join(folder, 'pugmark-')).catch((cause: unknown) => {
    throw new PugmarkError('io-failed', `No folder for the browser can be made in ${folder}`, { cause });
  });
  const clean = (): Promise<void> => rm(scratchFolder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const profile = login === undefined ? undefined : await store.openProfile(login);
    const kept = profile === undefined ? {} : { profileFolder: profile.folder };
    const options = { ...choices, ...kept, practiceOnly: practice, scratchFolder, limits: DEFAULT_CAPTURE_LIMITS };
    const surface = await surfaces.open(options).catch(async (error: unknown) => {
      await profile?.end('before');
      throw error;
    });
    let closing: Promise<void> | undefined;
    const end = async (): Promise<void> => {
      await surface.close();
      await profile?.end('now');
      await clean();
    };
    return { surface, choices, ...(login === undefined ? {} : { login }), close: () => (closing ??= end()) };
  } catch (error) {
    await clean();
    throw error;
  }
}
