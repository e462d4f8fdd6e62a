import { ownRelease } from '../releases.ts';
import { make, makeButton } from './elements.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language, type Texts } from './texts.ts';

type Theme = 'light' | 'dark';

/** Name of the page, its languages, light and dark; and first of all that a copy from a package may say anything. */
export function makeHeader(texts: Texts, digest: string, onLanguage: (language: Language) => void): HTMLElement {
  const { say } = texts;
  const theme = document.documentElement.dataset['theme'] ?? chooseTheme();
  document.documentElement.dataset['theme'] = theme;
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  const switchTheme = makeButton(
    say(`verifier.theme.${other}`),
    () => {
      document.documentElement.dataset['theme'] = other;
      const again = makeHeader(texts, digest, onLanguage);
      switchTheme.closest('header')?.replaceWith(again);
      again.querySelector<HTMLElement>('.theme')?.focus();
    },
    { class: 'quiet theme' },
  );
  return make(
    'header',
    {},
    make(
      'div',
      { class: 'bar' },
      make('div', { class: 'name' }, make('p', { class: 'brand' }, 'Pugmark'), make('h1', {}, say('verifier.title'))),
      make(
        'div',
        { class: 'switches' },
        make(
          'div',
          { class: 'languages', role: 'group', 'aria-label': say('verifier.language') },
          LANGUAGES.map((language) =>
            makeButton(LANGUAGE_NAMES[language], () => onLanguage(language), {
              class: 'quiet',
              lang: language,
              'data-language': language,
              'aria-pressed': String(language === texts.language),
            }),
          ),
        ),
        switchTheme,
      ),
    ),
    make(
      'aside',
      { class: 'warning', role: 'note' },
      make('p', {}, make('strong', {}, say('verifier.forged')), ' ', say('verifier.ownCopy')),
      make(
        'p',
        { class: 'digest' },
        say('verifier.release', { release: ownRelease() }),
        ' ',
        make('code', { 'data-digest': '' }, digest === '' ? '…' : digest.replace('sha256:', '')),
      ),
    ),
  );
}

function chooseTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
