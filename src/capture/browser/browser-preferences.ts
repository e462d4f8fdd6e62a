import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PugmarkError } from '../../core/errors.ts';

type Settings = { readonly [name: string]: Setting };
type Setting = string | number | boolean | Settings;

/** What no switch on the command line can say. Names are those of Chromium's preference files. */
function profileSettings(language: string | undefined): Settings {
  return {
    // A PDF comes as the file that was sent. The viewer is an extension whose pages would stand in the record instead.
    plugins: { always_open_pdf_externally: true },
    // 2: never resolve, connect, fetch or draw ahead of a page.
    net: { network_prediction_options: 2 },
    // `window.print()` does nothing; our own printing does not ask this.
    printing: { enabled: false },
    webrtc: { ip_handling_policy: 'disable_non_proxied_udp' },
    safebrowsing: { enabled: false, enhanced: false },
    signin: { allowed: false, allowed_on_next_startup: false },
    credentials_enable_service: false,
    autofill: { enabled: false, profile_enabled: false, credit_card_enabled: false },
    search: { suggest_enabled: false },
    alternate_error_pages: { enabled: false },
    translate: { enabled: false },
    https_only_mode_enabled: false,
    https_first_balanced_mode_enabled: false,
    spellcheck: { use_spelling_service: false },
    browser: { enable_spellchecking: false },
    url_keyed_anonymized_data_collection: { enabled: false },
    ...(language === undefined
      ? {}
      : { intl: { accept_languages: acceptLanguages(language), selected_languages: acceptLanguages(language) } }),
  };
}

/**
 * Many sites keep a login in cookies that end with the browser. Chromium keeps them over a restart for those who 'continue
 * where they left off' (1).
 */
const KEPT_SETTINGS: Settings = { session: { restore_on_startup: 1 } };

const BROWSER_SETTINGS: Settings = {
  dns_over_https: { mode: 'off' },
  optimization_guide: { gen_ai_local_foundational_model_settings: 1 },
};

/** `nl-BE` → `nl-BE,nl`. */
export function acceptLanguages(language: string): string {
  const [base = language] = language.split('-');
  return base === language ? language : `${language},${base}`;
}

/**
 * Writes our settings into the profile before the browser starts; what a kept profile holds besides is left as it is.
 * Throws `io-failed`.
 */
export async function writeBrowserPreferences(
  profileFolder: string,
  options: { readonly language?: string; readonly isKept?: boolean },
): Promise<void> {
  try {
    await mkdir(join(profileFolder, 'Default'), { recursive: true });
    const settings = profileSettings(options.language);
    await mergeInto(join(profileFolder, 'Default', 'Preferences'), options.isKept === true ? { ...settings, ...KEPT_SETTINGS } : settings);
    // With no list of last time's tabs none of them comes back, and loads unrecorded.
    if (options.isKept === true) await rm(join(profileFolder, 'Default', 'Sessions'), { recursive: true, force: true });
    await mergeInto(join(profileFolder, 'Local State'), BROWSER_SETTINGS);
  } catch (cause) {
    throw new PugmarkError('io-failed', `The browser profile cannot be written: ${profileFolder}`, { cause });
  }
}

async function mergeInto(path: string, ours: Settings): Promise<void> {
  const merged = merge(await readSettings(path), ours);
  await writeFile(`${path}.new`, JSON.stringify(merged), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function readSettings(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch {
    // A first start, or a file that the browser would throw away too.
    return {};
  }
}

function merge(theirs: unknown, ours: Settings): Record<string, unknown> {
  const merged: Record<string, unknown> = isSettings(theirs) ? { ...theirs } : {};
  for (const [name, value] of Object.entries(ours)) merged[name] = typeof value === 'object' ? merge(merged[name], value) : value;
  return merged;
}

function isSettings(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
