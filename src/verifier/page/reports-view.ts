import type { Axis, Verdict } from '../../core/package/verdict.ts';
import { AXES } from '../../core/package/verdict.ts';
import type { ContentFile, PackageContent } from '../content/package-content.ts';
import type { RunningCheck } from './check-client.ts';
import { make, makeButton } from './elements.ts';
import { makeSaveButton } from './file-table.ts';
import { makeHostileText } from './hostile-text.ts';
import { afterReading } from './reading.ts';
import { rebuildReport } from './rebuild-report.ts';
import { reportStyle } from './report-style.ts';
import type { View } from './start-page.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Texts } from './texts.ts';

/** A report or summary, as HTML, as PDF, or both. */
interface ReportDocument {
  readonly stem: string;
  readonly kind: 'summary' | 'report';
  readonly language: string;
  readonly volume?: string;
  readonly html?: ContentFile;
  readonly pdf?: ContentFile;
}

/** Reports of the package: one at a time is shown, in a frame without rights, under words that say whose it is. */
export class ReportsView implements View {
  readonly #check: RunningCheck;
  readonly #failed: readonly Axis[];
  #documents: readonly ReportDocument[] = [];
  #chosen: string | undefined;
  readonly #read = new Map<string, Promise<string>>();

  constructor(check: RunningCheck, verdict: Verdict) {
    this.#check = check;
    this.#failed = AXES.filter((axis) => verdict.axes[axis].state === 'fail');
  }

  setContent({ files, reports }: PackageContent): void {
    this.#documents = listDocuments(files.filter(({ path }) => reports.includes(path)));
  }

  draw(texts: Texts): HTMLElement {
    const { say } = texts;
    if (this.#documents.length === 0) return make('p', { class: 'soft' }, say('verifier.noReports'));
    const ownLanguage = this.#documents.find(({ html, language }) => html !== undefined && language === texts.language);
    this.#chosen ??= (ownLanguage ?? this.#documents.find(({ html }) => html !== undefined))?.stem;
    const place = make('div', { class: 'report' });
    const shows = new Map<string, HTMLButtonElement>();
    const rows = this.#documents.map((one) => {
      const name = nameOf(texts, one);
      const show = makeButton(say('verifier.showReport'), () => this.#show(texts, one.stem, place, shows), {
        'aria-label': `${say('verifier.showReport')}: ${name}`,
        'aria-pressed': String(one.stem === this.#chosen),
      });
      if (one.html !== undefined) shows.set(one.stem, show);
      return make(
        'li',
        { class: 'option' },
        make('div', {}, make('h3', {}, name), one.html === undefined ? make('p', { class: 'soft' }, say('verifier.pdfOnly')) : undefined),
        make(
          'div',
          { class: 'actions saves' },
          one.html === undefined ? undefined : show,
          [one.pdf, one.html].map((file) =>
            file === undefined ? undefined : makeSaveButton(texts, file.path, this.#check, file === one.pdf ? 'PDF' : 'HTML'),
          ),
        ),
      );
    });
    if (this.#chosen !== undefined) this.#show(texts, this.#chosen, place, shows);
    return make('section', {}, make('p', { class: 'soft' }, say('verifier.reportsHelp')), make('ul', { class: 'reports' }, rows), place);
  }

  #show(texts: Texts, stem: string, place: HTMLElement, shows: ReadonlyMap<string, HTMLButtonElement>): void {
    const { say } = texts;
    const chosen = this.#documents.find((one) => one.stem === stem);
    const path = chosen?.html?.path;
    if (chosen === undefined || path === undefined) return;
    this.#chosen = stem;
    for (const [of, button] of shows) button.setAttribute('aria-pressed', String(of === stem));
    place.replaceChildren(make('p', { class: 'soft' }, say('verifier.reading')));
    const reading = this.#read.get(path) ?? this.#check.readReport(path);
    this.#read.set(path, reading);
    afterReading(reading.then(asRead, asRefused), place, (read) => {
      if (this.#chosen !== stem) return;
      if ('refused' in read) {
        place.replaceChildren(
          make(
            'div',
            { class: 'banner bad', role: 'alert' },
            make('p', {}, make('strong', {}, say('verifier.reportRefused'))),
            make('p', { lang: 'en' }, makeHostileText(read.refused)),
          ),
        );
        return;
      }
      const name = nameOf(texts, chosen);
      const frame = make('iframe', { sandbox: '', title: name, referrerpolicy: 'no-referrer' });
      frame.srcdoc = rebuildReport(read.text, reportStyle());
      place.replaceChildren(
        make(
          'div',
          { class: 'theirs', role: 'note' },
          this.#failed.length === 0
            ? undefined
            : make(
                'p',
                { class: 'problem' },
                make(
                  'strong',
                  {},
                  say('verifier.reportFailed', { axes: this.#failed.map((axis) => say(`app.verdict.axis.${axis}`)).join(', ') }),
                ),
              ),
          make('p', {}, make('strong', {}, say('verifier.reportWords')), ' ', say('verifier.reportFrame')),
        ),
        frame,
      );
    });
  }
}

const asRead = (text: string): { readonly text: string } => ({ text });
const asRefused = (error: unknown): { readonly refused: string } => ({ refused: error instanceof Error ? error.message : String(error) });

function nameOf({ say }: Texts, { kind, language, volume }: ReportDocument): string {
  const named = LANGUAGES.find((one) => one === language);
  const inLanguage = named === undefined ? language : LANGUAGE_NAMES[named];
  const volumeNumber = volume === undefined ? '' : String(Number(volume));
  return kind === 'summary'
    ? say('verifier.report.summary', { language: inLanguage })
    : say('verifier.report.volume', { language: inLanguage, volume: volumeNumber });
}

function listDocuments(files: readonly ContentFile[]): readonly ReportDocument[] {
  const documents = new Map<string, ReportDocument>();
  for (const file of files) {
    const [, stem = '', kind, language = '', volume, form] =
      /^data\/((summary|report)\.([a-z]{2})(?:\.v(\d+))?)\.(pdf|html)$/.exec(file.path) ?? [];
    if (kind !== 'summary' && kind !== 'report') continue;
    const known = documents.get(stem) ?? { stem, kind, language, ...(volume === undefined ? {} : { volume }) };
    documents.set(stem, { ...known, ...(form === 'pdf' ? { pdf: file } : { html: file }) });
  }
  return [...documents.values()].toSorted((a, b) => (a.kind === b.kind ? (a.stem < b.stem ? -1 : 1) : a.kind === 'summary' ? -1 : 1));
}
