import { isAbsolute } from 'node:path';
import { PugmarkError } from '../../core/errors.ts';
import type { Answer, BROWSER_CALLS } from '../../rpc/contract/browser.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import type { UploadedFiles } from '../engine-context.ts';
import type { CaseWorks } from './case-works.ts';

/** Answers of the calls about browsers and their tabs. */
export function createBrowserHandlers(works: CaseWorks, uploads: UploadedFiles): Pick<Handlers, keyof typeof BROWSER_CALLS> {
  return {
    'browser.open': async ({ case: reference }) => {
      const { browser } = works.forCase(reference);
      const { surface } = await browser.open();
      return { shows: surface.shows, tabs: browser.tabs.map(({ view }) => view) };
    },
    'browser.read': ({ case: reference }) => works.readBrowser(reference),
    'browser.restart': ({ case: reference, login }) => works.restartBrowser(reference, login),
    'browser.forget': ({ case: reference, login }) => works.forgetLogin(reference, login),
    'browser.close': async ({ case: reference }) => {
      await works.leave(reference, 'The browser of the case was closed');
      return {};
    },
    'browser.clear': async ({ case: reference }) => {
      const { surface } = await works.forCase(reference).browser.open();
      await surface.clearData();
      return {};
    },
    'tabs.list': ({ case: reference }) => works.tabs(reference).map(({ view }) => view),
    'tabs.open': async ({ case: reference, url }) => (await works.forCase(reference).browser.openTab(url)).view,
    'tabs.close': async ({ tab: id }) => {
      const { tab, work } = works.findTab(id);
      await work.browser.closeTab(tab);
      return {};
    },
    'tabs.go': async ({ tab: id, to }) => {
      const { tab, work } = works.findTab(id);
      await work.browser.go(tab, to);
      return {};
    },
    'tabs.answer': async ({ tab: id, question, answer }) => {
      const { shown } = works.findTab(id).tab;
      const { files, text, selected, accept } = answer;
      const paths = files === undefined ? undefined : readPaths(files, uploads);
      await shown.answer(question, {
        accept,
        ...(text === undefined ? {} : { text }),
        ...(paths === undefined ? {} : { files: paths }),
        ...(selected === undefined ? {} : { selected }),
      });
      return {};
    },
    'tabs.input': async ({ tab: id, input }) => {
      await works.findTab(id).tab.shown.input(input);
      return {};
    },
    'tabs.selection': async ({ tab: id }) => ({ text: await works.findTab(id).tab.shown.selection() }),
    'tabs.place': async ({ tab: id, ...place }) => {
      await works.findTab(id).tab.place(place);
      return {};
    },
  };
}

/** Where the files lie that a page is given. Throws `usage` for a path that is not absolute, before any upload is used, and for an upload that is gone. */
function readPaths(files: NonNullable<Answer['files']>, uploads: UploadedFiles): readonly string[] {
  for (const file of files) {
    if ('path' in file && !isAbsolute(file.path)) throw new PugmarkError('usage', `${JSON.stringify(file.path)} is no absolute path`);
  }
  // The page reads them whenever it likes: uploads go with the app's others.
  return files.map((file) => ('path' in file ? file.path : uploads.take(file.upload).path));
}
