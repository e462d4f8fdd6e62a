import { useSyncExternalStore } from 'react';

function onResize(listener: () => void): () => void {
  // A change of the zoom, which changes what a letter takes, resizes the window too.
  addEventListener('resize', listener);
  return () => removeEventListener('resize', listener);
}

/** Pixels of a `rem`: lines whose place is computed must grow with the text. */
export function useRootPx(): number {
  return useSyncExternalStore(onResize, () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
}
