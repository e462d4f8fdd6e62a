import type { Verdict } from '../../core/package/verdict.ts';
import type { PackageContent } from '../content/package-content.ts';
import type { RunningCheck } from './check-client.ts';
import { make, makeButton } from './elements.ts';
import { ExhibitsView } from './exhibits-view.ts';
import { makeFileTable, saveBlob } from './file-table.ts';
import { makeHostileText } from './hostile-text.ts';
import { ReportsView } from './reports-view.ts';
import type { View } from './start-page.ts';
import type { Texts } from './texts.ts';
import { makeTimeline } from './timeline.ts';
import { makeVerdict } from './verdict-view.ts';

const TABS = ['verdict', 'exhibits', 'reports', 'custody', 'files'] as const;
type Tab = (typeof TABS)[number];

/** What a check came to. */
interface CheckResult {
  readonly verdict: Verdict;
  readonly tookMs: number;
}

/** The verdict first, and behind it what the package holds. */
export class ResultView implements View {
  readonly #name: string;
  readonly #verdict: Verdict;
  readonly #tookMs: number;
  readonly #check: RunningCheck;
  readonly #onAnother: () => void;
  readonly #exhibits: ExhibitsView;
  readonly #reports: ReportsView;
  #content: PackageContent | undefined;
  #fault: string | undefined;
  #tab: Tab = 'verdict';

  constructor(name: string, { verdict, tookMs }: CheckResult, check: RunningCheck, onAnother: () => void) {
    this.#name = name;
    this.#verdict = verdict;
    this.#tookMs = tookMs;
    this.#check = check;
    this.#onAnother = onAnother;
    this.#exhibits = new ExhibitsView(check, verdict);
    this.#reports = new ReportsView(check, verdict);
  }

  /** What there is to show, some time after the verdict. */
  setContent(content: PackageContent): void {
    this.#content = content;
    this.#exhibits.setContent(content);
    this.#reports.setContent(content);
  }

  /** Why there is nothing to show beside the verdict. */
  setFault(message: string): void {
    this.#fault = message;
  }

  draw(texts: Texts): HTMLElement {
    const { say } = texts;
    const panel = make('div', { class: 'panel', role: 'tabpanel', id: 'panel', 'aria-labelledby': `tab-${this.#tab}` });
    const tabs = TABS.map((tab) => this.#makeTab(texts, tab, panel));
    const list = make('div', { class: 'tabs', role: 'tablist', 'aria-label': say('verifier.parts') }, tabs);
    list.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      const next = tabs[(TABS.indexOf(this.#tab) + step + TABS.length) % TABS.length];
      if (step !== 0) next?.click();
      if (step !== 0) next?.focus();
    });
    panel.replaceChildren(this.#drawTab(texts));
    return make(
      'div',
      { class: 'result', 'data-result': '' },
      this.#verdict.practice === true ? make('p', { class: 'banner practice' }, say('app.verdict.practice')) : undefined,
      make(
        'div',
        { class: 'bar' },
        make(
          'div',
          {},
          make('h2', { tabindex: '-1' }, makeHostileText(this.#name)),
          make('p', { class: 'soft' }, say('verifier.took', { time: texts.seconds(this.#tookMs) })),
        ),
        make(
          'div',
          { class: 'actions' },
          makeButton(say('verifier.saveVerdict'), () => this.#saveVerdict()),
          makeButton(say('app.package.another'), this.#onAnother),
        ),
      ),
      list,
      panel,
    );
  }

  #makeTab(texts: Texts, tab: Tab, panel: HTMLElement): HTMLButtonElement {
    const isChosen = tab === this.#tab;
    const button = makeButton(
      texts.say(`verifier.tab.${tab}`),
      () => {
        this.#tab = tab;
        for (const other of button.parentElement?.children ?? []) {
          other.setAttribute('aria-selected', String(other === button));
          other.setAttribute('tabindex', other === button ? '0' : '-1');
        }
        panel.setAttribute('aria-labelledby', button.id);
        panel.replaceChildren(this.#drawTab(texts));
      },
      { role: 'tab', id: `tab-${tab}`, 'aria-selected': String(isChosen), 'aria-controls': 'panel', tabindex: isChosen ? '0' : '-1' },
    );
    return button;
  }

  /** As `pugmark verify --json` prints it. */
  #saveVerdict(): void {
    const json = `${JSON.stringify(this.#verdict, undefined, 2)}\n`;
    saveBlob(new Blob([json], { type: 'application/json' }), 'verdict.json');
  }

  #drawTab(texts: Texts): HTMLElement {
    if (this.#tab === 'verdict') return makeVerdict(texts, this.#verdict);
    const content = this.#content;
    if (content === undefined) return this.#drawMissing(texts);
    switch (this.#tab) {
      case 'exhibits':
        return this.#exhibits.draw(texts);
      case 'reports':
        return this.#reports.draw(texts);
      case 'custody':
        return makeTimeline(texts, content);
      case 'files':
      default:
        return makeFileTable(texts, content.files, this.#check);
    }
  }

  #drawMissing({ say }: Texts): HTMLElement {
    if (this.#fault === undefined) return make('p', { class: 'soft' }, say('verifier.reading'));
    return make(
      'div',
      { class: 'banner bad', role: 'alert' },
      make('p', {}, make('strong', {}, say('verifier.contentFailed'))),
      make('p', { lang: 'en' }, makeHostileText(this.#fault)),
    );
  }
}
