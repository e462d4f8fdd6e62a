import type { LivePage } from './live-page.ts';

type Way = { readonly url: string } | 'back' | 'forward' | 'reload' | 'stop';

/** Sends a page somewhere; resolves when that has begun. */
export async function navigate(page: LivePage, to: Way): Promise<void> {
  if (typeof to !== 'string') {
    const { url } = to;
    await page.go(async (session) => {
      const { errorText } = await session.send('Page.navigate', { url, transitionType: 'typed' });
      return errorText === undefined ? undefined : { url, errorText };
    });
    return;
  }
  await page.go(async (session) => {
    if (to === 'reload') await session.send('Page.reload');
    else if (to === 'stop') await session.send('Page.stopLoading');
    else {
      const { currentIndex, entries } = await session.send('Page.getNavigationHistory');
      const entry = entries[currentIndex + (to === 'back' ? -1 : 1)];
      // A tab begins blank: that is nothing to go back to.
      if (entry !== undefined && entry.url !== 'about:blank') await session.send('Page.navigateToHistoryEntry', { entryId: entry.id });
    }
    return undefined;
  });
}
