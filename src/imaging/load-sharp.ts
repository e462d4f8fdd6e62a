import { createRequire, registerHooks } from 'node:module';
import type sharpModule from 'sharp';

/**
 * sharp, in WebAssembly inside Electron on Linux: there Electron links the system's GLib and sharp's native build brings its own, whose names get mixed up,
 * and the process ends with the first picture (lovell/sharp#4525, electron/electron#46323). Everywhere else natively.
 */
const isMixedUp = process.platform === 'linux' && 'electron' in process.versions;

if (isMixedUp) {
  registerHooks({
    resolve(specifier, context, next) {
      // sharp takes the WebAssembly build wherever the native one is not found.
      return next(specifier.startsWith('@img/sharp-linux') ? '@img/sharp-is-native' : specifier, context);
    },
  });
}

// Required and not awaited: a thread that is ended while one module waits for another takes the whole process with it (nodejs/node#53238, #60755).
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a package is what its own types say
export const sharp = createRequire(import.meta.url)('sharp') as typeof sharpModule;
if (isMixedUp && !('emscripten' in sharp.versions)) throw new Error('sharp was loaded natively inside Electron on Linux');
