import type { CDPSession } from 'puppeteer-core';
import { askBrowser } from './ask-browser.ts';
import { fieldsIn, fieldsOf, textIn, type Fields } from './cdp-values.ts';

const COMMAND_TIMEOUT_MS = 10_000;

/** Empty when the page gives no answer. */
export async function readMainFrameId(cdp: CDPSession): Promise<string> {
  return textIn((await readMainFrame(cdp)) ?? {}, 'id') ?? '';
}

/** The main frame as CDP `Page.Frame`; undefined when the page gives no answer. */
export async function readMainFrame(cdp: CDPSession): Promise<Fields | undefined> {
  const answer = await askBrowser(cdp, 'Page.getFrameTree', {}, COMMAND_TIMEOUT_MS);
  const tree = answer.ok ? fieldsOf(answer.value) : undefined;
  return tree && fieldsIn(fieldsIn(tree, 'frameTree') ?? {}, 'frame');
}

/** Undefined where a connection gives no further session. */
export async function openSession(open: () => Promise<CDPSession>): Promise<CDPSession | undefined> {
  try {
    return await open();
  } catch {
    // Not every connection lets us have a second session; what that costs is told where it shows.
    return undefined;
  }
}
