import { ownRelease } from '../releases.ts';
import { make, makeButton } from './elements.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language, type TextKey, type Texts } from './texts.ts';

type Theme = 'light' | 'dark';

/** Head of the page for packages; first of all that a copy from a package may say anything. */
export function makeHeader(texts: Texts, digest: string, onLanguage: (language: Language) => void): HTMLElement {
  const { say } = texts;
  return make(
    'header',
    {},
    makeBar(texts, 'verifier.title', onLanguage),
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

/** Name of a page, its languages, light and dark. */
export function makeBar(texts: Texts, title: TextKey, onLanguage: (language: Language) => void): HTMLElement {
  const { say } = texts;
  const root = document.documentElement;
  root.dataset['theme'] ??= chooseTheme();
  const otherTheme = (): Theme => (root.dataset['theme'] === 'dark' ? 'light' : 'dark');
  const switchTheme = makeButton(
    say(`verifier.theme.${otherTheme()}`),
    () => {
      root.dataset['theme'] = otherTheme();
      switchTheme.textContent = say(`verifier.theme.${otherTheme()}`);
    },
    { class: 'quiet theme' },
  );
  return make(
    'div',
    { class: 'bar' },
    make('div', { class: 'name' }, make('p', { class: 'brand' }, 'Pugmark'), make('h1', {}, say(title))),
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
  );
}

function chooseTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
