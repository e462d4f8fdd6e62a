import type { BrowserSurface, BrowserSurfaces, SurfaceOptions } from '../../core/surface-ports.ts';
import { launchBrowser, type LaunchOptions } from '../browser/launch-browser.ts';
import type { CaptureParts } from '../capture-tab.ts';
import { LiveSurface } from './live-surface.ts';
import { PictureView } from './picture-view.ts';

export interface ChromiumSurfacesParts extends CaptureParts {
  /** Throws `browser-missing`. */
  readonly findExecutable: () => string;
  /** Where there is a display, the browser may have windows of its own beside their picture. Default: true. */
  readonly headless?: boolean;
  /** For measurements only: how pages are drawn. */
  readonly drawing?: Pick<LaunchOptions, 'gpu' | 'extraFlags'>;
}

/** Embedded browsers of this machine, each a Chromium of ours over a pipe with its tabs shown as live pictures. */
export function createChromiumSurfaces(parts: ChromiumSurfacesParts): BrowserSurfaces {
  return { open: (options) => openSurface(parts, options) };
}

async function openSurface(parts: ChromiumSurfacesParts, options: SurfaceOptions): Promise<BrowserSurface> {
  const { scratchFolder, limits, language, proxy, profileFolder, acceptInvalidTls, practiceOnly } = options;
  const { headless = true, drawing } = parts;
  const browser = await launchBrowser({
    executablePath: parts.findExecutable(),
    scratchFolder,
    headless,
    practiceOnly,
    insecureTls: acceptInvalidTls,
    windows: 'taken',
    ...drawing,
    ...(language === undefined ? {} : { language }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(profileFolder === undefined ? {} : { profileFolder }),
  });
  const surface = new LiveSurface({
    parts,
    facts: { ...browser.facts, flags: browser.flags },
    host: {
      shows: 'picture',
      newPage: () => Promise.resolve({ browser }),
      view: (tab) => PictureView.of(tab),
    },
    lost: browser.lost,
    limits,
    scratchFolder,
    clearData: async () => browser.clearData?.(),
    end: () => browser.close(),
  });
  browser.takeWindows?.((window) => surface.takeWindow(window, browser));
  return surface;
}
