import { useEffect } from 'react';

const TABBABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';
/** React Aria gives the focus back itself when a dialog closes: it comes first. */
const PATIENCE_MS = 60;

/**
 * Who works by keyboard is never without a place: when what had the focus is gone or can no longer be used (another screen, a dialog
 * whose button is gone, a line taken out of a list, a button that was switched off), it goes to what is nearest of what is left. Where a
 * screen was replaced as a whole that is the work area.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: HTMLElement | undefined;
    let around: readonly HTMLElement[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement)) return;
      last = target;
      around = listAround(target);
    };
    const look = (): void => {
      timer = undefined;
      const { activeElement } = document;
      if (last === undefined || (activeElement !== null && activeElement !== document.body)) return;
      if (last.isConnected && !last.matches(':disabled')) return;
      findPlace(around)?.focus();
    };
    const observer = new MutationObserver(() => {
      if (last === undefined || (last.isConnected && !last.matches(':disabled'))) return;
      timer ??= setTimeout(look, PATIENCE_MS);
    });
    document.addEventListener('focusin', remember);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', remember);
      observer.disconnect();
      clearTimeout(timer);
    };
  }, []);
}

/** What it stands in, from the inside out. */
function listAround(element: HTMLElement): readonly HTMLElement[] {
  const all: HTMLElement[] = [];
  for (let one = element.parentElement; one !== null && one !== document.body; one = one.parentElement) all.push(one);
  return all;
}

function findPlace(around: readonly HTMLElement[]): HTMLElement | undefined {
  const work = document.querySelector<HTMLElement>('#work') ?? undefined;
  for (const one of around) {
    if (!one.isConnected) continue;
    if (one === work || one.id === 'root') break;
    const next = findFirst(one);
    if (next !== undefined) return next;
  }
  // A dialog has the focus, or takes it: it must not be put behind it.
  if (document.querySelector('[role=dialog]') !== null) return undefined;
  const main = document.querySelector<HTMLElement>('main');
  return work ?? (main === null ? undefined : findFirst(main));
}

function findFirst(within: HTMLElement): HTMLElement | undefined {
  return [...within.querySelectorAll<HTMLElement>(TABBABLE)].find((one) => one.checkVisibility() && one.tabIndex >= 0);
}
