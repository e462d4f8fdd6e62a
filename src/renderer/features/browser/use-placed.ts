import { useEffect, useRef, type RefObject } from 'react';
import type { BrowserTab } from '../../../rpc/contract/browser.ts';
import { useClient } from '../../rpc/client-context.tsx';

/** Told at most every so many milliseconds while the window is being resized: each makes the page lay itself out anew. */
const SETTLE_MS = 80;

/** Tells the engine where the view of a tab lies, again after each change; `visible: false` when the screen is left. */
export function usePlaced({ id: tab, locked }: BrowserTab, area: RefObject<HTMLElement | null>, visible: boolean): void {
  const client = useClient();
  const isLocked = useRef(locked);
  const later = useRef<() => void>(undefined);
  useEffect(() => {
    const { current } = area;
    if (current === null) return undefined;
    let timer = 0;
    let told = '';
    const tell = (shown: boolean): void => {
      // A capture needs the page as it is: what changed meanwhile is told afterwards.
      if (isLocked.current) return;
      const { left, top, width, height } = current.getBoundingClientRect();
      const scale = Math.min(4, Math.max(0.5, window.devicePixelRatio));
      const place = { tab, left, top, width: size(width), height: size(height), scale, visible: shown };
      if (JSON.stringify(place) === told) return;
      told = JSON.stringify(place);
      // A tab that is gone needs no place.
      client.call('tabs.place', place).catch(() => undefined);
    };
    const settle = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => tell(visible), SETTLE_MS);
    };
    later.current = settle;
    tell(visible);
    const observer = new ResizeObserver(settle);
    observer.observe(current);
    addEventListener('resize', settle);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      removeEventListener('resize', settle);
      tell(false);
    };
  }, [client, tab, area, visible]);
  useEffect(() => {
    isLocked.current = locked;
    if (!locked) later.current?.();
  }, [locked]);
}

function size(value: number): number {
  return Math.min(16_384, Math.max(1, Math.round(value)));
}
