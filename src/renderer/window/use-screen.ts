import { useMemo, useSyncExternalStore } from 'react';
import { buildHash, parseHash, type Screen } from './screen.ts';

function onHash(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The screen that the address names. */
export function useScreen(): Screen {
  const hash = useSyncExternalStore(onHash, () => location.hash);
  return useMemo(() => parseHash(hash), [hash]);
}

export function showScreen(screen: Screen): void {
  location.hash = buildHash(screen);
}
