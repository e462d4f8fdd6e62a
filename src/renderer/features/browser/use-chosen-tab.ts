import { useEffect, useRef, useState } from 'react';
import type { BrowserTab } from '../../../rpc/contract/browser.ts';

/** Which tab was shown last, for each case: coming back to the browser shows it again. */
const lastShown = new Map<string, string>();

/** The tab that is shown. One that a page opens comes to the front; when it closes, the one that opened it, or its neighbour. */
export function useChosenTab(
  caseReference: string,
  tabs: readonly BrowserTab[],
): { readonly tab: BrowserTab | undefined; readonly choose: (tab: string) => void } {
  const [chosen, setChosen] = useState(() => lastShown.get(caseReference));
  const before = useRef<readonly BrowserTab[]>(tabs);
  useEffect(() => {
    const known = new Set(before.current.map(({ id }) => id));
    const opened = before.current.length === 0 ? undefined : tabs.find(({ id, opener }) => !known.has(id) && opener === chosen);
    if (opened !== undefined && opened.opener !== undefined) setChosen(opened.id);
    else if (!tabs.some(({ id }) => id === chosen)) {
      const gone = before.current.findIndex(({ id }) => id === chosen);
      const opener = before.current[gone]?.opener;
      const next = tabs.find(({ id }) => id === opener) ?? tabs[Math.min(Math.max(0, gone), tabs.length - 1)];
      setChosen(next?.id);
    }
    before.current = tabs;
  }, [tabs, chosen]);
  useEffect(() => {
    if (chosen !== undefined) lastShown.set(caseReference, chosen);
  }, [caseReference, chosen]);
  return { tab: tabs.find(({ id }) => id === chosen), choose: setChosen };
}
