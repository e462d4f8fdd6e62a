import type { Sha256Digest } from '../../core/digest/digest.ts';
import type { GivenPackage } from '../messages.ts';
import { setScript } from '../browser/roles.ts';
import { startCheck, type RunningCheck } from './check-client.ts';
import { ChooseView, type Knowledge, type Problem } from './choose-view.ts';
import { make } from './elements.ts';
import { makeHeader } from './header.ts';
import { hashOwnFile, readOwnScript } from './own-file.ts';
import { ProgressView } from './progress-view.ts';
import { refuseOtherDrops } from './refuse-drops.ts';
import { ResultView } from './result-view.ts';
import { chooseLanguage, createTexts, type Language, type Texts } from './texts.ts';

/** What the page shows below its head. Each draws itself anew when the language changes. */
export interface View {
  draw(texts: Texts): HTMLElement;
}

/** Makes the page, once, while its script runs for the first time. */
export function startPage(): void {
  const script = readOwnScript();
  setScript(script);
  refuseOtherDrops();
  new Page(hashOwnFile(script)).draw();
}

class Page {
  readonly #main = make('main');
  readonly #digest: Promise<Sha256Digest>;
  #header = make('header');
  #texts = createTexts(chooseLanguage());
  #view: View;
  #check: RunningCheck | undefined;
  #digestText = '';

  constructor(digest: Promise<Sha256Digest>) {
    this.#digest = digest;
    void this.#tellDigest();
    this.#view = this.#choose();
    document.body.append(this.#header, this.#main);
  }

  async #tellDigest(): Promise<void> {
    this.#digestText = await this.#digest;
    // The head alone: somebody may be typing below it.
    this.#drawHeader();
  }

  draw(): void {
    document.documentElement.lang = this.#texts.language;
    document.title = this.#texts.say('verifier.title');
    this.#drawHeader();
    this.#main.replaceChildren(this.#view.draw(this.#texts));
  }

  #drawHeader(): void {
    const header = makeHeader(this.#texts, this.#digestText, (language) => this.#speak(language));
    this.#header.replaceWith(header);
    this.#header = header;
  }

  #speak(language: Language): void {
    this.#texts = createTexts(language);
    this.draw();
    document.querySelector<HTMLElement>(`[data-language="${language}"]`)?.focus();
  }

  #show(view: View): void {
    this.#view = view;
    this.draw();
    this.#main.querySelector<HTMLElement>('h2')?.focus();
    window.scrollTo(0, 0);
  }

  #choose(problem?: Problem): View {
    return new ChooseView(problem, (given, knowledge) => void this.#start(given, knowledge));
  }

  /** Ends what is under way, wherever it is, and asks for a package. */
  #askAgain(problem?: Problem): void {
    this.#check?.stop();
    this.#check = undefined;
    this.#show(this.#choose(problem));
  }

  async #start(given: GivenPackage, { earlier: [earlier], ...known }: Knowledge): Promise<void> {
    const name = given.kind === 'file' ? given.file.name : given.folder.name;
    const progress = new ProgressView(name, () => this.#askAgain());
    this.#show(progress);
    const page = await this.#digest;
    // Cancelled meanwhile.
    if (this.#view !== progress) return;
    const order = { given, ...known, page, ...(earlier === undefined ? {} : { earlier: { kind: 'file', file: earlier } as const }) };
    const check = startCheck(order, (answer) => {
      // Nothing of a package that was given up is told beside the next one.
      if (this.#check !== check) return;
      if (answer.kind === 'progress') progress.tell(answer);
      else if (answer.kind === 'verdict') this.#show(new ResultView(name, answer, check, () => this.#askAgain()));
      else if (!(this.#view instanceof ResultView)) {
        if (answer.kind === 'failed') this.#askAgain(answer);
      } else {
        // A verdict that was reached stays, whatever becomes of the rest.
        if (answer.kind === 'failed') this.#view.setFault(answer.message);
        else this.#view.setContent(answer.content);
        this.draw();
      }
    });
    this.#check = check;
  }
}
