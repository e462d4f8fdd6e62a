import { useEffect, type RefObject } from 'react';
import { useClient } from '../../rpc/client-context.tsx';

/** Told at most every so many milliseconds while the window is being resized: each makes the page lay itself out anew. */
const SETTLE_MS = 80;

/** Tells the engine where the view of a tab lies, again after each change; `visible: false` when the screen is left. */
export function usePlaced(tab: string, area: RefObject<HTMLElement | null>, visible: boolean): void {
  const client = useClient();
  useEffect(() => {
    const { current } = area;
    if (current === null) return undefined;
    let timer = 0;
    let told = '';
    const tell = (shown: boolean): void => {
      const { left, top, width, height } = current.getBoundingClientRect();
      const size = (value: number): number => Math.min(16_384, Math.max(1, Math.round(value)));
      const scale = Math.min(4, Math.max(0.5, window.devicePixelRatio));
      const place = { tab, left, top, width: size(width), height: size(height), scale, visible: shown };
      if (JSON.stringify(place) === told) return;
      told = JSON.stringify(place);
      // A tab that is gone needs no place.
      client.call('tabs.place', place).catch(() => undefined);
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => tell(visible), SETTLE_MS);
    };
    tell(visible);
    const observer = new ResizeObserver(later);
    observer.observe(current);
    addEventListener('resize', later);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      removeEventListener('resize', later);
      tell(false);
    };
  }, [client, tab, area, visible]);
}
