import { useSyncExternalStore } from 'react';

function watchScale(changed: () => void): () => void {
  let query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  const hear = (): void => {
    query.removeEventListener('change', hear);
    query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', hear);
    changed();
  };
  query.addEventListener('change', hear);
  return () => query.removeEventListener('change', hear);
}

/** Device pixels per CSS pixel: changes with the zoom of the window, and when it is moved to another screen. */
export function useDeviceScale(): number {
  return useSyncExternalStore(watchScale, () => window.devicePixelRatio);
}
