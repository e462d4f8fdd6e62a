import { createInstance } from 'i18next';
import type { PackageLanguage } from '../../core/package/report-input.ts';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import fr from '../../../resources/locales/fr.json' with { type: 'json' };
import nl from '../../../resources/locales/nl.json' with { type: 'json' };

/** English is the pattern: the other catalogues have the same keys, with the plural forms of their language. */
export const CATALOGUES: Readonly<Record<PackageLanguage, Readonly<Record<string, string>>>> = { en, fr, nl };

type StripPlural<K> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K;
export type TextKey = StripPlural<keyof typeof en>;

/** What stands in a text's placeholders: numbers and words of ours. Texts of pages never go through a catalogue. */
type TextValues = Readonly<Record<string, string | number>>;

/** Words of one language. */
export interface Texts {
  readonly language: PackageLanguage;
  /** `count` picks the plural form and stands in the text as a number of the language. */
  say(key: TextKey, values?: TextValues & { readonly count?: number }): string;
  /** The text of `<prefix>.<code>`; undefined for a code that this release has no words for. */
  sayCode(prefix: string, code: string): string | undefined;
  formatNumber(number: number): string;
}

/** The catalogue of a language. A key without a text throws: a report with holes is not handed over. */
export function createTexts(language: PackageLanguage): Texts {
  const instance = createInstance();
  const catalogue = CATALOGUES[language];
  const numbers = new Intl.NumberFormat(localeOf(language));
  void instance.init({
    lng: language,
    fallbackLng: false,
    initAsync: false,
    resources: { [language]: { translation: catalogue } },
    keySeparator: false,
    nsSeparator: false,
    // The `html` template escapes, once.
    interpolation: { escapeValue: false },
  });
  const say = (key: string, values: TextValues & { readonly count?: number } = {}): string => {
    if (!instance.exists(key, values)) throw new Error(`The catalogue '${language}' has no text for '${key}'`);
    const { count, ...others } = values;
    return instance.t(key, { ...others, ...(count === undefined ? {} : { count, number: numbers.format(count) }) });
  };
  return {
    language,
    say,
    sayCode: (prefix, code) => (Object.hasOwn(catalogue, `${prefix}.${code}`) ? say(`${prefix}.${code}`) : undefined),
    formatNumber: (number) => numbers.format(number),
  };
}

/** English as Europe writes its dates. */
export function localeOf(language: PackageLanguage): string {
  return language === 'en' ? 'en-GB' : language;
}
