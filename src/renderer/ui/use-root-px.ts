import { useSyncExternalStore } from 'react';

/** Hears of another size of letters: of a zoom, which resizes the window, and of one that is set in the browser, which does not. */
function onResize(listener: () => void): () => void {
  const letter = document.createElement('div');
  letter.setAttribute('aria-hidden', 'true');
  Object.assign(letter.style, { position: 'fixed', width: '1rem', height: '0', visibility: 'hidden', pointerEvents: 'none' });
  document.body.append(letter);
  const observer = new ResizeObserver(listener);
  observer.observe(letter);
  addEventListener('resize', listener);
  return () => {
    removeEventListener('resize', listener);
    observer.disconnect();
    letter.remove();
  };
}

/** Pixels of a `rem`: lines whose place is computed must grow with the text. */
export function useRootPx(): number {
  return useSyncExternalStore(onResize, () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
}
