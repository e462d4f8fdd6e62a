import { useCallback, useEffect, useRef, useState } from 'react';
import { boundView, smallestScale, zoomAt, type PictureView, type Size } from './tile-math.ts';

const GLIDE_MS = 140;

export interface PictureControl {
  readonly view: PictureView;
  /** Moves the view over the picture, in CSS pixels of the screen. */
  readonly pan: (dx: number, dy: number) => void;
  /** Larger or smaller by a factor around a point of the view; its middle without one. `glides`: over a moment. */
  readonly zoomBy: (factor: number, at?: { readonly x: number; readonly y: number }, glides?: boolean) => void;
  readonly fit: (to: 'width' | 'whole' | 'native') => void;
  /** Shows this pixel row and column in the middle. */
  readonly show: (left: number, top: number) => void;
}

/** View of a picture in an area of this size: what it shows, and the ways to change that. Starts at the top, as wide as the area. */
export function usePictureView(picture: Size, size: Size, deviceScale: number): PictureControl {
  const [view, setView] = useState<PictureView>({ scale: 1, left: 0, top: 0 });
  const goal = useRef<PictureView>(view);
  const gliding = useRef<number>(0);
  const touched = useRef(false);
  const { width, height } = size;
  const { width: wide, height: high } = picture;

  const settle = useCallback(
    (next: PictureView) => {
      cancelAnimationFrame(gliding.current);
      goal.current = boundView({ width: wide, height: high }, { width, height }, next, deviceScale);
      setView(goal.current);
    },
    [wide, high, width, height, deviceScale],
  );

  const glide = useCallback(
    (factor: number, x: number, y: number) => {
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return settle(zoomAt(goal.current, goal.current.scale * factor, x, y));
      cancelAnimationFrame(gliding.current);
      const from = goal.current;
      const end = boundView({ width: wide, height: high }, { width, height }, zoomAt(from, from.scale * factor, x, y), deviceScale);
      goal.current = end;
      const began = performance.now();
      const step = (now: number): void => {
        const part = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
        const scale = from.scale * (end.scale / from.scale) ** part;
        setView(part === 1 ? end : boundView({ width: wide, height: high }, { width, height }, zoomAt(from, scale, x, y), deviceScale));
        if (part < 1) gliding.current = requestAnimationFrame(step);
      };
      gliding.current = requestAnimationFrame(step);
    },
    [settle, wide, high, width, height, deviceScale],
  );

  // Another picture, or another size of the area: what was in the upper left stays there; before the first act the width fits.
  useEffect(() => {
    touched.current = false;
  }, [wide, high]);
  useEffect(() => {
    if (width === 0 || height === 0) return;
    settle(touched.current ? goal.current : { scale: fitWidth(wide, width, deviceScale), left: 0, top: 0 });
  }, [settle, wide, width, height, deviceScale]);
  useEffect(() => () => cancelAnimationFrame(gliding.current), []);

  const pan = useCallback(
    (dx: number, dy: number) => {
      touched.current = true;
      const { scale, left, top } = goal.current;
      settle({ scale, left: left + dx / scale, top: top + dy / scale });
    },
    [settle],
  );
  const zoomBy = useCallback(
    (factor: number, at?: { readonly x: number; readonly y: number }, glides = false) => {
      touched.current = true;
      const { x, y } = at ?? { x: width / 2, y: height / 2 };
      if (glides) glide(factor, x, y);
      else settle(zoomAt(goal.current, goal.current.scale * factor, x, y));
    },
    [glide, settle, width, height],
  );
  const fit = useCallback(
    (to: 'width' | 'whole' | 'native') => {
      touched.current = to !== 'width';
      const { left, top } = goal.current;
      if (to === 'native') zoomBy(1 / deviceScale / goal.current.scale, undefined, true);
      else if (to === 'width') settle({ scale: fitWidth(wide, width, deviceScale), left: 0, top });
      else settle({ scale: smallestScale({ width: wide, height: high }, { width, height }, deviceScale), left, top: 0 });
    },
    [settle, zoomBy, wide, high, width, height, deviceScale],
  );
  const show = useCallback(
    (left: number, top: number) => {
      touched.current = true;
      const { scale } = goal.current;
      settle({ scale, left: left - width / scale / 2, top: top - height / scale / 2 });
    },
    [settle, width, height],
  );
  return { view, pan, zoomBy, fit, show };
}

/** As wide as the area, but never larger than native size. */
function fitWidth(wide: number, width: number, deviceScale: number): number {
  return Math.min(width / wide, 1 / deviceScale);
}
