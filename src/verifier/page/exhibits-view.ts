import type { Verdict } from '../../core/package/verdict.ts';
import type { ExhibitContent, ExhibitFile, PackageContent } from '../content/package-content.ts';
import { sniffPicture } from '../content/sniff-picture.ts';
import type { RunningCheck } from './check-client.ts';
import { make, makeButton } from './elements.ts';
import { makeFileTable, makeTextOf } from './file-table.ts';
import { makeHostileText } from './hostile-text.ts';
import { afterReading } from './reading.ts';
import type { View } from './start-page.ts';
import type { Texts } from './texts.ts';

const TEXT_ROLES = ['text', 'text-after'];
const PICTURE_ROLES = ['screenshot-viewport', 'screenshot-full', 'screenshot-inner', 'media', 'received'];
/** Names of what may be a picture; whether it is, its bytes say. */
const PICTURE_NAME = /\.(?:png|jpe?g|gif|webp)(?:\.bin)?$/;
const TIMES = new Set(['clickedAt', 'finishedAt', 'addedAt']);
/** Pictures that are shown without being asked for: the first; others may be large. */
const SHOWN_AT_ONCE = 1;
const LISTED_PICTURES = 60;

/** Exhibits of the package: pictures, text and facts of one at a time. */
export class ExhibitsView implements View {
  readonly #check: RunningCheck;
  readonly #sealed: number;
  readonly #isBare: boolean;
  #exhibits: readonly string[] = [];
  #bare: readonly string[] = [];
  #chosen: string | undefined;
  readonly #known = new Map<string, ExhibitContent>();
  #urls: string[] = [];

  constructor(check: RunningCheck, { exhibits, scope }: Verdict) {
    this.#check = check;
    this.#sealed = exhibits.length;
    this.#isBare = scope === undefined;
  }

  setContent({ exhibits, pictures }: PackageContent): void {
    this.#exhibits = exhibits;
    this.#bare = pictures;
    this.#chosen ??= exhibits[0];
  }

  draw(texts: Texts): HTMLElement {
    const { say } = texts;
    if (this.#exhibits.length === 0) return this.#drawNone(texts);
    const detail = make('article', { class: 'exhibit' });
    const buttons = this.#exhibits.map((exhibit) =>
      makeButton(exhibit, () => this.#choose(texts, exhibit, detail, buttons), { 'aria-pressed': String(exhibit === this.#chosen) }),
    );
    this.#drawDetail(texts, detail);
    return make('div', { class: 'exhibits' }, make('nav', { 'aria-label': say('app.verdict.exhibits') }, buttons), detail);
  }

  /** Nothing that a record describes is here: why, and the pictures of a reduced set. */
  #drawNone(texts: Texts): HTMLElement {
    const why = this.#sealed > 0 ? 'withheldExhibits' : this.#isBare ? 'bareExhibits' : 'noExhibits';
    const pictures = this.#bare
      .slice(0, LISTED_PICTURES)
      .map((path, i) => this.#makePicture(texts, { path, sizeBytes: 0 }, i < SHOWN_AT_ONCE, describeBare(texts, path)));
    return make(
      'section',
      {},
      make('p', { class: 'soft' }, texts.say(`verifier.${why}`)),
      make('section', { class: 'pictures' }, pictures),
    );
  }

  #choose(texts: Texts, exhibit: string, detail: HTMLElement, buttons: readonly HTMLButtonElement[]): void {
    this.#chosen = exhibit;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.textContent === exhibit));
    this.#drawDetail(texts, detail);
  }

  #drawDetail(texts: Texts, detail: HTMLElement): void {
    const exhibit = this.#chosen;
    if (exhibit === undefined) return;
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#urls = [];
    const known = this.#known.get(exhibit);
    if (known !== undefined) {
      detail.replaceChildren(...this.#makeDetail(texts, known));
      return;
    }
    detail.replaceChildren(make('p', { class: 'soft' }, texts.say('verifier.reading')));
    afterReading(this.#check.readExhibit(exhibit), detail, (content) => {
      this.#known.set(exhibit, content);
      if (this.#chosen === exhibit) detail.replaceChildren(...this.#makeDetail(texts, content));
    });
  }

  #makeDetail(texts: Texts, { exhibit, facts, files }: ExhibitContent): readonly HTMLElement[] {
    const { say, utc } = texts;
    const shown = files.filter(({ path }) => PICTURE_NAME.test(path));
    // A redacted copy is in no record of a capture: its own lies beside it.
    const redacted = shown.filter(({ path, role }) => role === undefined && path.includes('/redacted/'));
    const pictures = [...PICTURE_ROLES.flatMap((role) => shown.filter((file) => file.role === role)), ...redacted].slice(
      0,
      LISTED_PICTURES,
    );
    const written = files.filter(({ role }) => role !== undefined && TEXT_ROLES.includes(role));
    return [
      make('h3', {}, exhibit),
      make(
        'dl',
        { class: 'facts' },
        facts.map(([fact, value]) =>
          make(
            'div',
            {},
            make('dt', {}, say(`verifier.fact.${fact}`)),
            make('dd', {}, makeHostileText(TIMES.has(fact) ? utc(value) : value)),
          ),
        ),
      ),
      make(
        'section',
        { class: 'pictures' },
        pictures.map((file, i) =>
          this.#makePicture(texts, file, i < SHOWN_AT_ONCE, redacted.includes(file) ? say('verifier.picture.redacted') : undefined),
        ),
      ),
      ...written.map((file) => this.#makeText(texts, file)),
      make('details', {}, make('summary', {}, say('verifier.filesOf', { count: files.length })), makeFileTable(texts, files, this.#check)),
    ];
  }

  #makePicture({ say, sayCode }: Texts, file: ExhibitFile, atOnce: boolean, named?: string): HTMLElement {
    const words = named ?? sayCode('report.role', file.role ?? '') ?? '';
    const place = make('figure', {}, make('figcaption', { class: 'soft' }, words, ' ', makeHostileText(nameOf(file), true)));
    const show = (): void => {
      afterReading(this.#check.readFile(file.path), place, async (blob) => {
        place.querySelector('button')?.remove();
        // By its bytes, whatever record and name say.
        const type = sniffPicture(new Uint8Array(await blob.slice(0, 16).arrayBuffer()));
        if (type === undefined) {
          place.append(make('p', { class: 'soft' }, say('verifier.noPicture')));
          return;
        }
        const image = make('img', { alt: words });
        image.src = URL.createObjectURL(new Blob([blob], { type }));
        this.#urls.push(image.src);
        place.append(make('div', { class: 'frame', tabindex: '0', role: 'region', 'aria-label': words }, image));
      });
    };
    if (atOnce) show();
    else place.append(makeButton(say('verifier.showPicture'), show));
    return place;
  }

  #makeText({ say, sayCode }: Texts, file: ExhibitFile): HTMLElement {
    const place = make('details', { class: 'text' }, make('summary', {}, sayCode('report.role', file.role ?? '') ?? nameOf(file)));
    place.addEventListener(
      'toggle',
      () => {
        afterReading(this.#check.readFile(file.path), place, async (blob) => {
          place.append(await makeTextOf(say, blob));
        });
      },
      { once: true },
    );
    return place;
  }
}

function describeBare({ say }: Texts, path: string): string {
  const exhibit = /E-\d+/.exec(path)?.[0] ?? '';
  return `${exhibit}: ${say(path.includes('.sealed.') ? 'verifier.picture.sealed' : 'verifier.picture.preview')}`;
}

function nameOf({ path }: ExhibitFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
