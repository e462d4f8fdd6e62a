import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import { MAX_IDENTITY_BYTES, parseIdentities, type PackageKeys } from '../../core/package/encryption/encryption.ts';
import { setScript } from '../browser/roles.ts';
import { make, makeButton } from '../page/elements.ts';
import { makeBar } from '../page/header.ts';
import { makeHostileText } from '../page/hostile-text.ts';
import { readOwnScript } from '../page/own-file.ts';
import { refuseOtherDrops } from '../page/refuse-drops.ts';
import { chooseLanguage, createTexts, type Language, type TextKey } from '../page/texts.ts';
import { decryptInto } from './decryption.ts';
import { canWriteFiles, chooseSink } from './sinks.ts';

/** Above it a browser that has to hold the whole package may fail. */
const LARGE_BYTES = 1_000_000_000;

type Note = { readonly tone: 'good' | 'bad'; readonly words: string; readonly detail?: string };

/** Makes the page, once, while its script runs for the first time. */
export function startOpener(): void {
  setScript(readOwnScript());
  refuseOtherDrops();
  new OpenerPage().draw();
}

/** A file, a key or a passphrase, and a place for what is in it. */
class OpenerPage {
  #texts = createTexts(chooseLanguage());
  #file: File | undefined;
  #keyFile: File | undefined;
  #passphrase = '';
  #note: Note | undefined;
  #running: AbortController | undefined;
  readonly #bar = make('progress', { max: '1', value: '0' });

  draw(): void {
    const { say } = this.#texts;
    document.documentElement.lang = this.#texts.language;
    document.title = say('opener.title');
    const speak = (language: Language): void => {
      this.#texts = createTexts(language);
      this.draw();
    };
    this.#bar.setAttribute('aria-label', say('opener.running'));
    document.body.replaceChildren(
      make(
        'header',
        {},
        makeBar(this.#texts, 'opener.title', speak),
        make('aside', { class: 'warning' }, make('p', {}, say('opener.forged'))),
      ),
      make('main', {}, this.#running === undefined ? this.#drawForm() : this.#drawRunning()),
    );
  }

  #drawForm(): HTMLElement {
    const { say, bytes } = this.#texts;
    const note = this.#note;
    const passphrase = make('input', { type: 'password', id: 'opener-passphrase', autocomplete: 'off' });
    passphrase.value = this.#passphrase;
    passphrase.addEventListener('input', () => (this.#passphrase = passphrase.value));
    const isLarge = !canWriteFiles() && (this.#file?.size ?? 0) > LARGE_BYTES;
    const form = make(
      'form',
      { class: 'choose' },
      note === undefined
        ? undefined
        : make(
            'div',
            { class: `banner ${note.tone}`, role: 'alert', 'data-note': note.tone },
            make('p', {}, make('strong', {}, note.words)),
            note.detail === undefined ? undefined : make('p', {}, makeHostileText(note.detail)),
          ),
      this.#drawPicker('opener-file', 'opener.file', 'opener.fileHelp', this.#file, '.age', (file) => (this.#file = file)),
      this.#drawPicker('opener-key', 'opener.key', 'opener.keyHelp', this.#keyFile, '', (file) => (this.#keyFile = file)),
      make(
        'div',
        { class: 'option' },
        make(
          'div',
          {},
          make('label', { for: 'opener-passphrase' }, say('opener.passphrase')),
          make('p', { class: 'soft' }, say('opener.passphraseHelp')),
        ),
        passphrase,
      ),
      isLarge ? make('p', { class: 'problem' }, say('opener.large', { size: bytes(this.#file?.size ?? 0) })) : undefined,
      make('div', { class: 'actions' }, make('button', { type: 'submit', class: 'primary' }, say('opener.open'))),
      make('p', { class: 'soft' }, say('opener.private')),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#open();
    });
    return form;
  }

  #drawPicker(
    id: string,
    name: TextKey,
    help: TextKey,
    chosen: File | undefined,
    accept: string,
    onFile: (file: File | undefined) => void,
  ): HTMLElement {
    const { say, bytes } = this.#texts;
    const picker = make('input', { type: 'file', id, hidden: '', tabindex: '-1', 'aria-hidden': 'true', accept });
    picker.addEventListener('change', () => {
      onFile(picker.files?.[0]);
      this.#note = undefined;
      this.draw();
    });
    return make(
      'div',
      { class: 'option' },
      make(
        'div',
        {},
        make('h2', {}, say(name)),
        make('p', { class: 'soft' }, say(help)),
        chosen === undefined ? undefined : make('p', { class: 'chosen' }, makeHostileText(chosen.name, true), ` (${bytes(chosen.size)})`),
      ),
      makeButton(say('opener.choose'), () => picker.click(), { 'aria-label': `${say('opener.choose')}: ${say(name)}` }),
      picker,
    );
  }

  #drawRunning(): HTMLElement {
    const { say } = this.#texts;
    return make(
      'div',
      { class: 'checking' },
      make('h2', {}, say('opener.running')),
      this.#bar,
      make(
        'div',
        { class: 'actions' },
        makeButton(say('verifier.cancel'), () => this.#running?.abort()),
      ),
    );
  }

  async #open(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return this.#tell({ tone: 'bad', words: this.#texts.say('opener.noFile') });
    if (this.#keyFile === undefined && this.#passphrase === '') return this.#tell({ tone: 'bad', words: this.#texts.say('opener.noKey') });
    try {
      // First: a file that no key is for is not even begun. The click still counts after reading a file of keys.
      const keys = await this.#readKeys();
      const sink = await chooseSink(`${file.name.replace(/\.age$/, '')}.zip`);
      if (sink === undefined) return;
      this.#running = new AbortController();
      this.#bar.removeAttribute('value');
      this.draw();
      await decryptInto(sink, file, keys, {
        signal: this.#running.signal,
        onProgress: (done, total) => {
          this.#bar.max = total;
          this.#bar.value = done;
        },
      });
      this.#passphrase = '';
      this.#tell({ tone: 'good', words: this.#texts.say('opener.done') });
    } catch (error) {
      if (isPugmarkError(error, 'cancelled')) return this.#tell(undefined);
      const { code, message } = error instanceof PugmarkError ? error : { code: 'program-fault', message: String(error) };
      this.#tell({ tone: 'bad', words: this.#texts.sayCode('app.error', code) ?? this.#texts.say('opener.failed'), detail: message });
    }
    return undefined;
  }

  async #readKeys(): Promise<PackageKeys> {
    const passphrase = this.#passphrase === '' ? {} : { passphrase: this.#passphrase };
    if (this.#keyFile === undefined) return { identities: [], ...passphrase };
    if (this.#keyFile.size > MAX_IDENTITY_BYTES) throw new PugmarkError('key-invalid', 'It is too long for a file of keys');
    return { identities: parseIdentities(await this.#keyFile.text()), ...passphrase };
  }

  #tell(note: Note | undefined): void {
    this.#running = undefined;
    this.#note = note;
    this.draw();
  }
}
