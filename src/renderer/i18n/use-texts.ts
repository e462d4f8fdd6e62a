import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../../rpc/contract/station.ts';
import type { Language, TextKey } from './catalogues.ts';
import { formatsOf, type Formats } from './formats.ts';

type TextValues = Readonly<Record<string, string | number>> & { readonly count?: number };

/** Words and formats of the language that the window speaks. */
export interface Texts {
  readonly language: Language;
  readonly formats: Formats;
  /** `count` picks the plural form and stands as `{{number}}` in the text. Texts of pages never go through a catalogue as keys. */
  readonly say: (key: TextKey, values?: TextValues) => string;
  /** The text of `<prefix>.<code>`; undefined for a code that this release has no words for. */
  readonly sayCode: (prefix: string, code: string) => string | undefined;
}

export function useTexts(): Texts {
  const { t, i18n } = useTranslation();
  const language = LANGUAGES.find((known) => known === i18n.language) ?? 'en';
  return useMemo(() => {
    const formats = formatsOf(language);
    const say = (key: string, values: TextValues = {}): string =>
      t(key, { ...values, ...(values.count === undefined ? {} : { number: formats.number(values.count) }) });
    return {
      language,
      formats,
      say,
      sayCode: (prefix, code) => (i18n.exists(`${prefix}.${code}`) ? say(`${prefix}.${code}`) : undefined),
    };
  }, [t, i18n, language]);
}
