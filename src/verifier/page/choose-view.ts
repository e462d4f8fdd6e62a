import { sha256DigestSchema, type Sha256Digest } from '../../core/digest/digest.ts';
import type { GivenPackage } from '../messages.ts';
import { make, makeButton } from './elements.ts';
import { takeChosenFolder, takeDropped, type Dropped } from './given-package.ts';
import { makeHostileText } from './hostile-text.ts';
import { makePicker } from './picker.ts';
import type { View } from './start-page.ts';
import type { Texts } from './texts.ts';

/** What a checker may have beside the package, from elsewhere. */
const KNOWLEDGE = ['keys', 'earlier', 'tokens', 'roots', 'revocations'] as const;
type KnowledgeKind = (typeof KNOWLEDGE)[number];
type KnownFiles = Readonly<Record<KnowledgeKind, readonly File[]>>;
/** Files of each kind, and fingerprints of stations. */
export type Knowledge = KnownFiles & { readonly fingerprints: readonly Sha256Digest[] };

/** Why the last check came to no verdict. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** A place to drop a package on, buttons to choose one, and what else a checker may have. */
export class ChooseView implements View {
  readonly #problem: Problem | undefined;
  readonly #onGiven: (given: GivenPackage, knowledge: Knowledge) => void;
  #known: KnownFiles = { keys: [], earlier: [], tokens: [], roots: [], revocations: [] };
  #fingerprint = '';
  #drawn: HTMLElement = make('div');
  #dropProblem: ((say: Texts['say']) => string) | undefined;

  constructor(problem: Problem | undefined, onGiven: (given: GivenPackage, knowledge: Knowledge) => void) {
    this.#problem = problem;
    this.#onGiven = onGiven;
  }

  draw(texts: Texts): HTMLElement {
    const { say } = texts;
    const problem = this.#problem;
    this.#drawn = make(
      'div',
      { class: 'choose' },
      problem === undefined
        ? undefined
        : make(
            'div',
            { class: 'banner bad', role: 'alert' },
            make('p', {}, make('strong', {}, sayProblem(texts, problem.code))),
            make('p', {}, makeHostileText(problem.message)),
          ),
      this.#drawDrop(texts),
      this.#drawKnowledge(texts),
      make('p', { class: 'soft' }, say('verifier.private')),
    );
    return this.#drawn;
  }

  #drawDrop(texts: Texts): HTMLElement {
    const { say } = texts;
    const file = makePicker('verifier-file', { accept: '.zip,application/zip' }, ([chosen]) => this.#give(fileOf(chosen)));
    const folder = makePicker('verifier-folder', { webkitdirectory: '' }, (_, list) => this.#give(takeChosenFolder(list)));
    const drop = make(
      'div',
      { class: 'drop' },
      make('h2', { tabindex: '-1' }, say('verifier.drop')),
      make('p', { class: 'soft' }, say('verifier.dropHelp')),
      make(
        'div',
        { class: 'actions' },
        makeButton(say('verifier.chooseFile'), () => file.click(), { class: 'primary' }),
        makeButton(say('verifier.chooseFolder'), () => folder.click()),
      ),
      file,
      folder,
      this.#dropProblem === undefined ? undefined : make('p', { class: 'problem', role: 'alert' }, makeHostileText(this.#dropProblem(say))),
    );
    drop.addEventListener('dragover', (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      if (event.dataTransfer === null) return;
      takeDropped(event.dataTransfer).then(
        (given) => this.#takeDrop(given, texts),
        (error: unknown) => this.#refuseDrop(() => String(error), texts),
      );
    });
    return drop;
  }

  #takeDrop(given: Dropped, texts: Texts): void {
    // A folder takes a while to be listed: meanwhile another package may have been given.
    if (!this.#drawn.isConnected) return;
    if (given === 'several') this.#refuseDrop((say) => say('verifier.dropOne'), texts);
    else if (given === 'none') this.#refuseDrop((say) => say('verifier.dropNone'), texts);
    else this.#give(given);
  }

  #refuseDrop(problem: (say: Texts['say']) => string, texts: Texts): void {
    this.#dropProblem = problem;
    this.#redraw(texts);
  }

  #drawKnowledge(texts: Texts): HTMLElement {
    return make(
      'section',
      { class: 'knowledge' },
      make('h2', {}, texts.say('verifier.knowledge')),
      this.#drawFingerprint(texts),
      KNOWLEDGE.map((kind) => this.#drawOption(texts, kind)),
    );
  }

  #drawFingerprint({ say }: Texts): HTMLElement {
    const problem = make('p', { class: 'problem', id: 'verifier-fingerprint-problem' });
    const input = make('input', { type: 'text', id: 'verifier-fingerprint', autocomplete: 'off', 'aria-describedby': problem.id });
    input.value = this.#fingerprint;
    const tell = (): void => {
      problem.textContent = this.#readFingerprint() === 'wrong' ? say('app.package.trustProblem') : '';
    };
    input.addEventListener('input', () => {
      this.#fingerprint = input.value;
      tell();
    });
    tell();
    return make(
      'div',
      { class: 'option' },
      make(
        'div',
        {},
        make('label', { for: input.id }, say('app.package.trustFold')),
        make('p', { class: 'soft' }, say('app.package.trustHelp')),
        problem,
      ),
      input,
    );
  }

  #readFingerprint(): Sha256Digest | 'wrong' | undefined {
    const text = this.#fingerprint.trim().toLowerCase();
    if (text === '') return undefined;
    return sha256DigestSchema.safeParse(text).data ?? 'wrong';
  }

  #drawOption(texts: Texts, kind: KnowledgeKind): HTMLElement {
    const { say } = texts;
    const isOne = kind === 'earlier';
    const accept = isOne ? '.zip,application/zip' : '';
    const picker = makePicker(`verifier-${kind}`, { accept, ...(isOne ? {} : { multiple: '' }) }, (files) => {
      this.#known = { ...this.#known, [kind]: files };
      this.#redraw(texts);
      this.#drawn.querySelector<HTMLElement>(`#verifier-choose-${kind}`)?.focus();
    });
    return make(
      'div',
      { class: 'option' },
      make(
        'div',
        {},
        make('h3', {}, say(`verifier.${kind}`)),
        make('p', { class: 'soft' }, say(`verifier.${kind}Help`)),
        this.#known[kind].map(({ name }) => make('p', { class: 'chosen' }, makeHostileText(name, true))),
      ),
      makeButton(say('verifier.choose'), () => picker.click(), {
        id: `verifier-choose-${kind}`,
        'aria-label': `${say('verifier.choose')}: ${say(`verifier.${kind}`)}`,
      }),
      picker,
    );
  }

  #redraw(texts: Texts): void {
    const before = this.#drawn;
    before.replaceWith(this.draw(texts));
  }

  #give(given: GivenPackage | undefined): void {
    if (given === undefined) return;
    const fingerprint = this.#readFingerprint();
    if (fingerprint === 'wrong') {
      // Said beside the field all the time; here somebody waits for a verdict that does not come.
      this.#drawn.querySelector<HTMLElement>('#verifier-fingerprint-problem')?.setAttribute('role', 'alert');
      this.#drawn.querySelector<HTMLElement>('#verifier-fingerprint')?.focus();
      return;
    }
    this.#onGiven(given, { ...this.#known, fingerprints: fingerprint === undefined ? [] : [fingerprint] });
  }
}

/** In words for people, as far as there are. */
function sayProblem({ say, sayCode }: Texts, code: string): string {
  return code === 'package-locked' ? say('verifier.encrypted') : (sayCode('app.error', code) ?? say('verifier.failed'));
}

function fileOf(file: File | undefined): GivenPackage | undefined {
  return file === undefined ? undefined : { kind: 'file', file };
}
