import { LiveSession } from '../../app/live-session.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { CaseStore, VaultStore } from '../../core/ports.ts';
import type { BrowserState } from '../../rpc/contract/browser.ts';
import { listProfiles, removeProfile } from '../case-profiles.ts';
import type { EngineContext } from '../engine-context.ts';
import { CaseBrowser } from './case-browser.ts';
import type { CaptureJobs } from './capture-jobs.ts';
import { chooseFor, startSurface } from './case-surface.ts';
import type { OpenTab } from './open-tab.ts';
import { settleWithin } from './settle-within.ts';
import { SpacedTelling } from './spaced-telling.ts';

/** Between two tellings of one tab. */
const TELL_MS = 100;

/** For all browsers and sessions together. */
const LEAVE_MS = 20_000;

/** Browser and working session of one case. */
export interface CaseWork {
  readonly browser: CaseBrowser;
  readonly session: LiveSession;
  readonly store: CaseStore;
  /** Name of the kept profile for the next start of the browser. */
  readonly chosen: { login?: string };
}

/** All cases in which somebody browses, and all their tabs. */
export class CaseWorks {
  readonly #context: EngineContext;
  readonly #jobs: CaptureJobs;
  /** By reference. */
  readonly #works = new Map<string, CaseWork>();
  readonly #telling: SpacedTelling<OpenTab>;

  constructor(context: EngineContext, jobs: CaptureJobs) {
    this.#context = context;
    this.#jobs = jobs;
    this.#telling = new SpacedTelling(
      () => TELL_MS,
      (tab) => context.tell('tab.changed', tab.view),
    );
  }

  /** Throws `vault-closed`, `case-unknown`, `case-closed`. Nothing is started yet. */
  forCase(reference: string): CaseWork {
    const store = openStore(this.#context.vault(), reference);
    const { reference: name, practice } = store.summary;
    const known = this.#works.get(name);
    if (known !== undefined) return known;
    const chosen: CaseWork['chosen'] = {};
    const browser = new CaseBrowser({
      case: name,
      practice,
      newId: () => this.#context.newId(),
      start: () => startSurface(this.#context, store, chosen.login),
      isCurrent: ({ choices, login: started }) => {
        const { proxy, language } = chooseFor(this.#context.settings(), practice);
        return choices.proxy === proxy && choices.language === language && started === chosen.login;
      },
      onChange: (tab) => this.#telling.changed(tab),
      onClosed: (tab) => {
        this.#telling.drop(tab);
        this.#context.tell('tab.closed', { tab: tab.id });
      },
    });
    const work = { browser, chosen, store, session: new LiveSession(this.#context, store, this.#context.vault().operator) };
    this.#works.set(name, work);
    return work;
  }

  get count(): number {
    return this.#works.size;
  }

  has(reference: string): boolean {
    return this.#works.has(reference);
  }

  /** In the order of their opening, case by case. */
  tabs(reference: string | undefined): readonly OpenTab[] {
    return [...this.#works.values()].flatMap(({ browser }) => (reference === undefined || browser.case === reference ? browser.tabs : []));
  }

  async readBrowser(reference: string): Promise<BrowserState> {
    const { browser, chosen, store } = this.forCase(reference);
    const { id, practice } = store.summary;
    const running = await browser.readRunning();
    const { proxy = '' } = running?.choices ?? chooseFor(this.#context.settings(), practice);
    const login = running === undefined ? chosen.login : running.login;
    // In an encrypted vault the one in use lies elsewhere until the browser ends.
    const logins = new Set([...(await listProfiles(this.#context.vaultFolder, id)), ...(login === undefined ? [] : [login])]);
    return {
      isRunning: running !== undefined,
      proxy,
      ...(login === undefined ? {} : { login }),
      isCurrent: running === undefined || browser.isCurrent(running),
      logins: [...logins].toSorted(),
      keepsLogins: this.#context.shell === 'workstation',
    };
  }

  /** `login`: null for none, undefined for the one it had. Throws `work-under-way`, as `CaseBrowser.restart`. */
  async restartBrowser(reference: string, login: string | null | undefined): Promise<BrowserState> {
    const { browser, chosen } = this.forCase(reference);
    if (this.#jobs.underWay.some(({ view }) => view.tab !== undefined && view.case === browser.case))
      throw new PugmarkError('work-under-way', `Captures of ${browser.case} have not ended: wait for them, or stop them`);
    if (login === null) delete chosen.login;
    else if (login !== undefined) chosen.login = login;
    await browser.restart();
    return this.readBrowser(reference);
  }

  /** Throws `work-under-way` while the browser runs with it, `io-failed`. */
  async forgetLogin(reference: string, login: string): Promise<BrowserState> {
    const { browser, chosen, store } = this.forCase(reference);
    const running = await browser.readRunning();
    if (running?.login === login || chosen.login === login)
      throw new PugmarkError('work-under-way', `The browser of ${browser.case} uses ${login}: start it without, then forget it`);
    await removeProfile(this.#context.vaultFolder, store.summary.id, login);
    return this.readBrowser(reference);
  }

  /** Throws `page-closed`. */
  findTab(id: string): { readonly tab: OpenTab; readonly work: CaseWork } {
    for (const work of this.#works.values()) {
      const tab = work.browser.tabs.find((tab) => tab.id === id);
      if (tab !== undefined) return { tab, work };
    }
    throw new PugmarkError('page-closed', `There is no tab ${id}: it was closed`);
  }

  /** Ends captures, browser and session of a case. Throws as `CaseStore.endSession`, with everything ended all the same. */
  async leave(reference: string, why: string): Promise<void> {
    const work = this.#works.get(reference);
    if (work === undefined) return;
    this.#works.delete(reference);
    const { browser, session } = work;
    await this.#jobs.windUp(({ view }) => view.tab !== undefined && view.case === browser.case, why);
    // What does not end by itself ends with its browser.
    await browser.close();
    await session.end({ browserStarts: browser.starts });
  }

  /** All of them. Never throws and never hangs: the next start of the vault ends what could not be ended. */
  async leaveAll(why: string): Promise<void> {
    const leaving = [...this.#works.keys()].map(async (reference) => {
      try {
        await this.leave(reference, why);
      } catch (error) {
        if (!isPugmarkError(error)) throw error;
      }
    });
    await settleWithin(LEAVE_MS, leaving);
  }
}

/** The case, open for captures. Throws `case-unknown`, `case-closed`. */
export function openStore(vault: VaultStore, reference: string): CaseStore {
  const store = vault.openCase(reference);
  // A store that is open already is given also when its case was closed meanwhile.
  const state = vault.findCase(reference)?.state;
  if (state === 'open') return store;
  throw new PugmarkError('case-closed', `The case ${store.summary.reference} is closed: nothing more is captured in it`);
}
