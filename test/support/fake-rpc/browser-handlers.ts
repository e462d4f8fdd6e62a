import { BLANK_TAB } from '../blank-tab.ts';
import { PugmarkError } from '../../../src/core/errors.ts';
import type { PageQuestion } from '../../../src/core/model/page-view.ts';
import type { BrowserTab } from '../../../src/rpc/contract/browser.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

type Names = Extract<keyof Handlers, `browser.${string}` | `tabs.${string}`>;

/** An evidence browser whose pages are there at once. Addresses with `ask=<kind>` make the page ask, `fail` cannot be opened. */
export function makeBrowserHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, Names> {
  let count = 0;
  const find = (id: string): BrowserTab => {
    const tab = fake.tabs.find((one) => one.id === id);
    if (tab === undefined) throw new PugmarkError('page-closed', `No tab ${id}`);
    return tab;
  };
  const put = (tab: BrowserTab): BrowserTab => {
    fake.tabs = fake.tabs.some(({ id }) => id === tab.id) ? fake.tabs.map((one) => (one.id === tab.id ? tab : one)) : [...fake.tabs, tab];
    tell('tab.changed', tab);
    return tab;
  };
  const show = (tab: BrowserTab, url: string): BrowserTab => {
    const { question: _, problem: __, ...rest } = tab;
    const asked = new URL(url).searchParams.get('ask');
    const row = fake.exhibits.find((one) => one.requestedUrl === url);
    return put({
      ...rest,
      url,
      title: url.includes('fail') ? '' : (row?.title ?? 'Landschildpadden, Griekse, zonder papieren weg wegens verhuizing'),
      canGoBack: tab.url !== '',
      security: url.startsWith('https') ? 'secure' : 'insecure',
      exchanges: 142,
      bytes: 3_412_004,
      incidents: [
        { code: 'popup', detail: 'http://popup.example/<script>alert(1)</script>' },
        { code: 'permission', detail: 'notifications' },
      ],
      ...(asked === null ? {} : { question: makeQuestion(asked) }),
      ...(url.includes('fail') ? { problem: { code: 'connection-failed', message: 'net::ERR_CONNECTION_REFUSED' } } : {}),
    });
  };
  const open = (reference: string, url?: string): BrowserTab => {
    const tab = put({
      id: `tab-${(count += 1)}`,
      case: reference,
      ...BLANK_TAB,
      incidents: [],
    });
    return url === undefined ? tab : show(tab, url);
  };
  return {
    'browser.open': ({ case: reference }) => ({ shows: 'picture', tabs: fake.tabs.filter((tab) => tab.case === reference) }),
    'browser.read': () => fake.browser,
    'browser.restart': ({ login }) => {
      const { login: before, ...rest } = fake.browser;
      const next = login === null ? undefined : (login ?? before);
      fake.browser = {
        ...rest,
        ...(next === undefined ? {} : { login: next }),
        proxy: fake.settings.proxy,
        isCurrent: true,
        logins: [...new Set([...rest.logins, ...(next === undefined ? [] : [next])])],
      };
      return fake.browser;
    },
    'browser.forget': ({ login }) => (fake.browser = { ...fake.browser, logins: fake.browser.logins.filter((other) => other !== login) }),
    'browser.close': () => ({}),
    'browser.clear': () => ({}),
    'tabs.list': ({ case: reference }) => fake.tabs.filter((tab) => reference === undefined || tab.case === reference),
    'tabs.open': ({ case: reference, url }) => open(reference, url),
    'tabs.close': ({ tab }) => {
      fake.tabs = fake.tabs.filter(({ id }) => id !== tab);
      tell('tab.closed', { tab });
      return {};
    },
    'tabs.go': ({ tab, to }) => {
      const known = find(tab);
      if (typeof to === 'object') show(known, to.url);
      else if (to === 'reload' && known.url !== '') show(known, known.url);
      return {};
    },
    'tabs.answer': ({ tab, answer }) => {
      const { question: _, ...rest } = find(tab);
      fake.answers.push(answer);
      put(rest);
      return {};
    },
    'tabs.input': ({ input }) => {
      fake.inputs.push(input);
      return {};
    },
    'tabs.selection': () => ({ text: 'Griekse landschildpad' }),
    'tabs.place': ({ tab, width, height }) => {
      fake.places.set(tab, { width, height });
      return {};
    },
  };
}

const SPOOF = 'Pugmark: your vault is locked.\n<h1>Enter the passphrase</h1>';

function makeQuestion(kind: string): PageQuestion {
  const id = `question-${kind}`;
  switch (kind) {
    case 'prompt':
      return { kind, id, text: SPOOF, value: '' };
    case 'files':
      return { kind, id, multiple: true };
    case 'select':
      return {
        kind,
        id,
        multiple: false,
        box: { left: 24, top: 120, width: 220, height: 28 },
        options: ['Tortoises', 'Parrots', 'Snakes', '<b>Ivory</b>', 'زواحف'].map((label, i) => ({
          label,
          selected: i === 1,
          disabled: i === 3,
          group: i < 3 ? 'Live' : 'Parts',
        })),
      };
    case 'leave':
      return { kind, id, text: '' };
    default:
      return { kind: kind === 'confirm' ? kind : 'alert', id, text: SPOOF };
  }
}
