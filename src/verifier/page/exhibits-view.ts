import type { ExhibitContent, ExhibitFile } from '../content/package-content.ts';
import { sniffPicture } from '../content/sniff-picture.ts';
import type { RunningCheck } from './check-client.ts';
import { make, makeButton } from './elements.ts';
import { makeFileTable } from './file-table.ts';
import { makeHostileText } from './hostile-text.ts';
import { afterReading } from './reading.ts';
import type { View } from './start-page.ts';
import type { Texts } from './texts.ts';

const TEXT_ROLES = ['text', 'text-after'];
const PICTURE_ROLES = ['screenshot-viewport', 'screenshot-full', 'screenshot-inner', 'media', 'received'];
/** Names of what may be a picture; whether it is, its bytes say. */
const PICTURE_NAME = /\.(?:png|jpe?g|gif|webp)(?:\.bin)?$/;
const TIMES = new Set(['clickedAt', 'finishedAt', 'addedAt']);
/** Of a text; the whole is in its file. */
const SHOWN_CHARACTERS = 200_000;
/** Pictures that are shown without being asked for: the first; others may be large. */
const SHOWN_AT_ONCE = 1;
const LISTED_PICTURES = 60;

/** Exhibits of the package: pictures, text and facts of one at a time. */
export class ExhibitsView implements View {
  readonly #check: RunningCheck;
  #exhibits: readonly string[] = [];
  #chosen: string | undefined;
  readonly #known = new Map<string, ExhibitContent>();
  #urls: string[] = [];

  constructor(check: RunningCheck) {
    this.#check = check;
  }

  setExhibits(exhibits: readonly string[]): void {
    this.#exhibits = exhibits;
    this.#chosen ??= exhibits[0];
  }

  draw(texts: Texts): HTMLElement {
    const { say } = texts;
    if (this.#exhibits.length === 0) return make('p', { class: 'soft' }, say('verifier.noExhibits'));
    const detail = make('article', { class: 'exhibit' });
    const buttons = this.#exhibits.map((exhibit) =>
      makeButton(exhibit, () => this.#choose(texts, exhibit, detail, buttons), { 'aria-pressed': String(exhibit === this.#chosen) }),
    );
    this.#drawDetail(texts, detail);
    return make('div', { class: 'exhibits' }, make('nav', { 'aria-label': say('app.verdict.exhibits') }, buttons), detail);
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
    const pictures = PICTURE_ROLES.flatMap((role) => shown.filter((file) => file.role === role)).slice(0, LISTED_PICTURES);
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
        pictures.map((file, i) => this.#makePicture(texts, file, i < SHOWN_AT_ONCE)),
      ),
      ...written.map((file) => this.#makeText(texts, file)),
      make('details', {}, make('summary', {}, say('verifier.filesOf', { count: files.length })), makeFileTable(texts, files, this.#check)),
    ];
  }

  #makePicture({ say, sayCode }: Texts, file: ExhibitFile, atOnce: boolean): HTMLElement {
    const words = sayCode('report.role', file.role ?? '') ?? '';
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
          const text = await blob.slice(0, 4 * SHOWN_CHARACTERS).text();
          const cut = text.length > SHOWN_CHARACTERS ? make('p', { class: 'soft' }, say('verifier.textCut')) : '';
          place.append(make('pre', { dir: 'auto', tabindex: '0' }, text.slice(0, SHOWN_CHARACTERS)), cut);
        });
      },
      { once: true },
    );
    return place;
  }
}

function nameOf({ path }: ExhibitFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
