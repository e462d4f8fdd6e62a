import type { GivenPackage } from '../messages.ts';
import { make, makeButton } from './elements.ts';
import { takeChosenFolder, takeDropped } from './given-package.ts';
import { makeHostileText } from './hostile-text.ts';
import type { View } from './start-page.ts';
import type { Texts } from './texts.ts';

interface Knowledge {
  readonly keys: readonly File[];
  readonly earlier?: GivenPackage;
}

/** Why the last check came to no verdict. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** A place to drop a package on, buttons to choose one, and what else a checker may have. */
export class ChooseView implements View {
  readonly #problem: Problem | undefined;
  readonly #onGiven: (given: GivenPackage, knowledge: Knowledge) => void;
  #keys: readonly File[] = [];
  #earlier: GivenPackage | undefined;
  #drawn: HTMLElement = make('div');
  #dropProblem: string | undefined;

  constructor(problem: Problem | undefined, onGiven: (given: GivenPackage, knowledge: Knowledge) => void) {
    this.#problem = problem;
    this.#onGiven = onGiven;
  }

  draw(texts: Texts): HTMLElement {
    const { say, sayCode } = texts;
    const problem = this.#problem;
    this.#drawn = make(
      'div',
      { class: 'choose' },
      problem === undefined
        ? undefined
        : make(
            'div',
            { class: 'banner bad', role: 'alert' },
            make('p', {}, make('strong', {}, sayCode('app.error', problem.code) ?? say('verifier.failed'))),
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
      this.#dropProblem === undefined ? undefined : make('p', { class: 'problem', role: 'alert' }, makeHostileText(this.#dropProblem)),
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
        (given) => this.#give(given),
        (error: unknown) => {
          this.#dropProblem = String(error);
          this.#redraw(texts);
        },
      );
    });
    return drop;
  }

  #drawKnowledge(texts: Texts): HTMLElement {
    const { say } = texts;
    const keys = makePicker('verifier-keys', { multiple: '', accept: '.pem,.pub,.txt,.json' }, (files) => {
      this.#keys = files;
      this.#redraw(texts);
    });
    const earlier = makePicker('verifier-earlier', { accept: '.zip,application/zip' }, ([file]) => {
      this.#earlier = fileOf(file);
      this.#redraw(texts);
    });
    const earlierName = this.#earlier?.kind === 'file' ? this.#earlier.file.name : undefined;
    return make(
      'section',
      { class: 'knowledge' },
      make('h2', {}, say('verifier.knowledge')),
      makeOption({
        name: say('verifier.keys'),
        help: say('verifier.keysHelp'),
        chosen: this.#keys.map(({ name }) => name),
        button: makeButton(say('verifier.chooseKeys'), () => keys.click()),
        picker: keys,
      }),
      makeOption({
        name: say('verifier.earlier'),
        help: say('verifier.earlierHelp'),
        chosen: earlierName === undefined ? [] : [earlierName],
        button: makeButton(say('verifier.chooseEarlier'), () => earlier.click()),
        picker: earlier,
      }),
    );
  }

  #redraw(texts: Texts): void {
    const before = this.#drawn;
    before.replaceWith(this.draw(texts));
  }

  #give(given: GivenPackage | undefined): void {
    if (given === undefined) return;
    this.#onGiven(given, { keys: this.#keys, ...(this.#earlier === undefined ? {} : { earlier: this.#earlier }) });
  }
}

function fileOf(file: File | undefined): GivenPackage | undefined {
  return file === undefined ? undefined : { kind: 'file', file };
}

function makeOption(option: {
  readonly name: string;
  readonly help: string;
  readonly chosen: readonly string[];
  readonly button: HTMLButtonElement;
  readonly picker: HTMLInputElement;
}): HTMLElement {
  return make(
    'div',
    { class: 'option' },
    make(
      'div',
      {},
      make('h3', {}, option.name),
      make('p', { class: 'soft' }, option.help),
      option.chosen.map((name) => make('p', { class: 'chosen' }, makeHostileText(name, true))),
    ),
    option.button,
    option.picker,
  );
}

/** A picker of the browser, opened by a button of ours. */
function makePicker(
  id: string,
  attributes: { readonly accept?: string; readonly multiple?: ''; readonly webkitdirectory?: '' },
  onFiles: (files: readonly File[], list: FileList) => void,
): HTMLInputElement {
  const picker = make('input', { type: 'file', id, hidden: '', tabindex: '-1', 'aria-hidden': 'true', ...attributes });
  picker.addEventListener('change', () => {
    if (picker.files !== null && picker.files.length > 0) onFiles([...picker.files], picker.files);
  });
  return picker;
}
