import en from '../../../resources/locales/en.json' with { type: 'json' };
import fr from '../../../resources/locales/fr.json' with { type: 'json' };
import nl from '../../../resources/locales/nl.json' with { type: 'json' };

/** The build leaves out what this file does not say (scripts/start/build-verifier.ts). */
const CATALOGUES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, fr, nl };

export const LANGUAGES = ['en', 'fr', 'nl'] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français', nl: 'Nederlands' };

type StripPlural<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;
/** Every text there is in the catalogues. */
export type TextKey = StripPlural<keyof typeof en>;
type Values = Readonly<Record<string, string | number>> & { readonly count?: number };

/** Words of one language. */
export interface Texts {
  readonly language: Language;
  /** `count` picks the plural form and stands as `{{number}}` in the text. */
  readonly say: (key: TextKey, values?: Values) => string;
  /** The text of `<prefix>.<code>`; undefined for a code that there are no words for. */
  readonly sayCode: (prefix: string, code: string) => string | undefined;
  readonly number: (value: number) => string;
  /** `1.3 MB`; steps of 1000. */
  readonly bytes: (value: number) => string;
  readonly seconds: (ms: number) => string;
  /** `22 Nov 2026, 01:53:50 UTC`; what is no time is given as it is. */
  readonly utc: (time: string) => string;
}

const UNITS = ['B', 'kB', 'MB', 'GB'];

export function createTexts(language: Language): Texts {
  // English as Europe writes its dates.
  const locale = language === 'en' ? 'en-GB' : language;
  const catalogue = CATALOGUES[language];
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23', timeZone: 'UTC' });
  const fixed = (value: number, digits: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
  const find = (key: string, values: Values): string | undefined => {
    const forms = values.count === undefined ? [key] : [`${key}_${plurals.select(values.count)}`, `${key}_other`, key];
    const text = forms.map((form) => (Object.hasOwn(catalogue, form) ? catalogue[form] : undefined)).find((form) => form !== undefined);
    const all: Values = values.count === undefined ? values : { ...values, number: numbers.format(values.count) };
    return text?.replaceAll(/\{\{(\w+)\}\}/g, (mark, name: string) => String(all[name] ?? mark));
  };
  return {
    language,
    say: (key, values = {}) => find(key, values) ?? key,
    sayCode: (prefix, code) => find(`${prefix}.${code}`, {}),
    number: (value) => numbers.format(value),
    bytes(value) {
      const step = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
      const unit = UNITS[step] ?? 'B';
      return `${fixed(value / 1000 ** step, step < 2 ? 0 : 1)}\u00a0${language === 'fr' ? unit.replace('B', 'o') : unit}`;
    },
    seconds: (ms) => `${fixed(ms / 1000, ms < 10_000 ? 1 : 0)}\u00a0s`,
    utc: (time) => (Number.isNaN(Date.parse(time)) ? time : `${times.format(new Date(time))} UTC`),
  };
}

/** The first language of the person that there are words for. */
export function chooseLanguage(preferred: readonly string[] = navigator.languages): Language {
  const found = preferred.map((tag) => LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language));
  return found.find((language) => language !== undefined) ?? 'en';
}
