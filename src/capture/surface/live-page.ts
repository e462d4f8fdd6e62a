import type { CDPSession } from 'puppeteer-core';
import type { CaptureLimits } from '../../core/model/limits.ts';
import type { TabInput } from '../../core/model/page-view.ts';
import { pause, withDeadline } from '../browser/deadline.ts';
import { containPage, openTab, type ContainedTab, type OpenTabOptions } from '../browser/open-tab.ts';
import type { OpenedPage, RecordedBrowser } from '../browser/recorded-browser.ts';
import type { SteeredPage } from '../browser/tab.ts';
import { FrameSessions } from '../page/frame-sessions.ts';
import { IsolatedWorlds } from '../page-scripts/isolated-worlds.ts';
import { READ_SELECTION } from '../page-scripts/select-script.ts';
import { PageState } from './page-state.ts';
import { SelectLists } from './select-lists.ts';
import { TabHands } from './tab-hands.ts';
import { TabQuestions } from './tab-questions.ts';

/** What a page is opened with. */
export interface LivePageOptions extends Omit<OpenTabOptions, 'attendant'> {
  readonly browser: RecordedBrowser;
  readonly tabId: string;
  readonly limits: CaptureLimits;
  readonly onChange: () => void;
}

/** Keys that open the list of a `select`; with Alt also the arrows. */
const OPENING_KEYS = new Set([' ', 'Enter', 'F4']);
const SET_UP_MS = 10_000;
/** A navigation has begun when the browser says so, or when it has said nothing else for this long. */
const BEGUN_MS = 400;
const SELECTION_MS = 2_000;
/** A busy machine is no endless loop. */
const HUNG_MS = 1_500;
const HUNG_TRIES = 2;

/** One page in which a person works, from its opening to its end: recorded, contained, and with the person's hands in it. */
export class LivePage {
  readonly tab: ContainedTab<SteeredPage>;
  readonly questions: TabQuestions;
  readonly state: PageState;
  /** Sessions on its frames, which stay: with any that leaves a page, the browser forgets bodies of all others. */
  readonly frames: () => Promise<FrameSessions>;
  readonly #options: LivePageOptions;
  readonly #session: CDPSession;
  readonly #hands: TabHands;
  readonly #selects: SelectLists;
  #worlds: IsolatedWorlds;
  #frames: Promise<FrameSessions> | undefined;
  #turn: Promise<void> = Promise.resolve();
  #navigated = new EventTarget();

  private constructor(options: LivePageOptions, tab: ContainedTab<SteeredPage>, session: CDPSession, questions: TabQuestions) {
    this.#options = options;
    this.tab = tab;
    this.questions = questions;
    this.#session = session;
    this.#worlds = new IsolatedWorlds(options.hashing);
    this.#worlds.stage = 'open';
    this.#hands = new TabHands(session);
    this.#selects = new SelectLists(
      session,
      () => this.#worlds,
      () => this.mainFrameId,
    );
    this.frames = () => (this.#frames ??= this.#attachFrames());
    this.state = new PageState({
      session,
      recording: tab.recording,
      mainFrameId: () => this.mainFrameId,
      onChange: options.onChange,
    });
    session.on('Page.frameStartedLoading', () => this.#navigated.dispatchEvent(new Event('begun')));
  }

  /** Opens a blank page, or takes one in that a page opened. Throws `browser-lost`, `browser-launch-failed`. */
  static async open(options: LivePageOptions, window?: OpenedPage<SteeredPage>): Promise<LivePage> {
    let page: LivePage | undefined;
    const questions = new TabQuestions({
      tabId: options.tabId,
      maxDialogs: options.limits.dialogs,
      onChange: options.onChange,
      onDocument: () => page?.documentShown(),
    });
    const tabOptions = { ...options, attendant: questions };
    const tab = window === undefined ? await openTab(options.browser, tabOptions) : await containPage(options.browser, window, tabOptions);
    try {
      const session = await withDeadline(openSession(tab), { ms: SET_UP_MS, signal: tab.lost, what: 'set up a tab' });
      page = new LivePage(options, tab, session, questions);
      await page.#hands.ready();
      return page;
    } catch (error) {
      await tab.close();
      throw error;
    }
  }

  get mainFrameId(): string {
    return this.tab.recording.mainFrameId;
  }

  get injected(): IsolatedWorlds['injected'] {
    return this.#worlds.injected;
  }

  documentShown(): void {
    this.#worlds = new IsolatedWorlds(this.#options.hashing);
    this.#worlds.stage = 'open';
  }

  /** Resolves when the navigation has begun. Never rejects because of the page. */
  async go(act: (session: CDPSession) => Promise<{ readonly errorText?: string; readonly url: string } | undefined>): Promise<void> {
    await this.questions.refuse();
    this.state.tellProblem(undefined);
    const begun = new Promise<void>((resolve) => this.#navigated.addEventListener('begun', () => resolve(), { once: true }));
    const ended = act(this.#session)
      .then((answer) => answer !== undefined && this.#tellFailure(answer))
      .catch(() => undefined);
    await Promise.race([begun, ended, pause(BEGUN_MS, this.tab.lost)]);
  }

  /** In order; resolves when it is sent. A page that hangs holds nothing up. */
  input(input: TabInput): Promise<void> {
    this.#turn = this.#act(input, this.#turn).catch(() => undefined);
    return this.#turn;
  }

  async #act(input: TabInput, before: Promise<void>): Promise<void> {
    await before;
    const opens = mayOpenList(input);
    const looked = opens === undefined ? undefined : opens === 'focused' ? this.#selects.focused() : this.#selects.at(opens.x, opens.y);
    const select = looked === undefined ? undefined : await looked;
    if (looked !== undefined && this.questions.question?.kind === 'select') await this.questions.refuse();
    this.#hands.act(input);
    if (select !== undefined) this.questions.askSelect(select);
  }

  /** What a reader of a record must know of the browser. */
  get warnings(): RecordedBrowser['warnings'] {
    return this.#options.browser.warnings;
  }

  /** True when the page has not answered for a while although it waits for no one. */
  async isHung(): Promise<boolean> {
    const { commits } = this.state;
    for (let tries = 0; tries < HUNG_TRIES; tries += 1) {
      const asked = this.#session.send('Runtime.evaluate', { expression: '1', returnByValue: true });
      const isThere = await withDeadline(asked, { ms: HUNG_MS, signal: this.tab.lost, what: 'answer at all' }).then(
        () => true,
        () => false,
      );
      if (isThere || this.questions.question !== undefined || this.tab.lost.aborted || this.state.commits !== commits) return false;
    }
    return true;
  }

  /** Empty where nothing is selected, and when the page does not answer. */
  async selection(maxCharacters: number): Promise<string> {
    const place = { session: this.#session, frameId: this.mainFrameId };
    const read = this.#worlds.run(place, READ_SELECTION, maxCharacters);
    const text = await withDeadline(read, { ms: SELECTION_MS, signal: this.tab.lost, what: 'read the selection' }).catch(() => '');
    return typeof text === 'string' ? text : '';
  }

  async close(): Promise<void> {
    this.state.stop();
    await this.tab.close();
  }

  async #attachFrames(): Promise<FrameSessions> {
    try {
      return await FrameSessions.attach(this.tab.page);
    } catch (error) {
      this.#frames = undefined;
      throw error;
    }
  }

  #tellFailure({ errorText, url }: { readonly errorText?: string; readonly url: string }): void {
    // Left for another page, stopped, a file, an answer without a page: what stands there goes on standing.
    if (errorText === undefined || errorText === 'net::ERR_ABORTED') return;
    this.state.tellFailure(url, errorText);
  }
}

function mayOpenList(input: TabInput): 'focused' | { readonly x: number; readonly y: number } | undefined {
  if (input.kind === 'mouse' && input.act === 'down' && input.button === 'left') return input;
  if (input.kind !== 'key' || input.act !== 'down') return undefined;
  const isArrow = input.key === 'ArrowDown' || input.key === 'ArrowUp';
  const { alt = false, ctrl = false, meta = false } = input.modifiers ?? {};
  return (OPENING_KEYS.has(input.key) && !ctrl && !meta) || (isArrow && alt) ? 'focused' : undefined;
}

/** Apart from the capture's sessions. It never leaves the page. */
async function openSession(tab: ContainedTab<SteeredPage>): Promise<CDPSession> {
  const session = await tab.page.createCDPSession();
  await Promise.all([session.send('Page.enable'), session.send('Security.enable').catch(() => undefined)]);
  return session;
}
