import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { toUtf8 } from '../core/digest/encoding.ts';
import { LANGUAGES, settingsSchema, type Settings } from '../rpc/contract/station.ts';
import { replaceFile } from '../storage/files/durable-files.ts';
import { translateStorageError } from '../storage/storage-error.ts';

/** `settings.json` in the state folder. */
const fileSchema = z.object({ format: z.literal('app-settings/v1'), settings: z.record(z.string(), z.unknown()) });

type SettingsChanges = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/** Settings of this station's app, kept in a file. What the file does not say, or says wrongly, is as if it was never chosen. */
export class SettingsFile {
  readonly #path: string;
  readonly #newId: () => string;
  #settings: Settings;

  /** `warn` hears of a file that could not be read whole. */
  constructor(path: string, options: { readonly locale: string; readonly newId: () => string; readonly warn: (message: string) => void }) {
    this.#path = path;
    this.#newId = options.newId;
    this.#settings = apply(defaultsFor(options.locale), readChosen(path, options.warn));
  }

  get current(): Settings {
    return this.#settings;
  }

  /** Throws `disk-full`, `io-failed`; then nothing has changed. */
  change(changes: SettingsChanges): Settings {
    const settings = apply(this.#settings, changes);
    const file = `${JSON.stringify({ format: 'app-settings/v1', settings }, undefined, 2)}\n`;
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      replaceFile(this.#path, toUtf8(file), this.#newId());
    } catch (error) {
      throw translateStorageError(error, this.#path);
    }
    this.#settings = settings;
    return settings;
  }
}

function apply(before: Settings, changes: SettingsChanges): Settings {
  const chosen = Object.entries(changes).filter(([, value]) => value !== undefined);
  return settingsSchema.parse({ ...before, ...Object.fromEntries(chosen) });
}

function defaultsFor(systemLocale: string): Settings {
  const language = LANGUAGES.find((known) => systemLocale.toLowerCase().split('-')[0] === known) ?? 'en';
  return { language, theme: 'system', concurrency: 2, print: true, proxy: '', pageLanguage: '' };
}

/** Each setting is judged by itself: one that is wrong, or of a later release, takes no other with it. */
function readChosen(path: string, warn: (message: string) => void): SettingsChanges {
  if (!existsSync(path)) return {};
  const file = fileSchema.safeParse(readJson(path)).data;
  if (file === undefined) {
    // It holds choices that are quickly made again, and must never keep the app from starting.
    warn(`${path} is no file of settings: the app starts with its defaults`);
    return {};
  }
  const entries = Object.entries(settingsSchema.shape).filter(([name]) => file.settings[name] !== undefined);
  const fits = ([name, schema]: (typeof entries)[number]): boolean => schema.safeParse(file.settings[name]).success;
  const unfit = entries.filter((entry) => !fits(entry)).map(([name]) => name);
  if (unfit.length > 0) warn(`${path}: what it says of ${unfit.join(', ')} is no such setting: the default is used`);
  return settingsSchema.partial().parse(Object.fromEntries(entries.filter(fits).map(([name]) => [name, file.settings[name]])));
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
