import { createInstance, type i18n } from 'i18next';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import fr from '../../../resources/locales/fr.json' with { type: 'json' };
import nl from '../../../resources/locales/nl.json' with { type: 'json' };
import type { Settings } from '../../rpc/contract/station.ts';

export type Language = Settings['language'];

type StripPlural<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;
/** Every text there is, in the window and in reports. */
export type TextKey = StripPlural<keyof typeof en>;

/** The catalogues that reports use, for the window. Values are put in as they are: React escapes. */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, fr: { translation: fr }, nl: { translation: nl } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  });
  return instance;
}
