import { useMemo, useRef } from 'react';
import type { PictureControl } from './use-picture-view.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

type PointerMoves = Pick<
  React.DOMAttributes<HTMLDivElement>,
  'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onDoubleClick'
>;

/** One pointer drags the picture, two pinch it, a double click zooms in where it is. */
export function usePointerMoves({ pan, zoomBy }: PictureControl): PointerMoves {
  const held = useRef(new Map<number, Point>());
  return useMemo(() => {
    const release = (event: React.PointerEvent): void => {
      held.current.delete(event.pointerId);
    };
    return {
      onPointerDown: (event) => {
        if (event.pointerType === 'mouse' && event.button !== 0 && event.button !== 1) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current.set(event.pointerId, pointOf(event));
      },
      onPointerMove: (event) => {
        const before = held.current.get(event.pointerId);
        if (before === undefined) return;
        const now = pointOf(event);
        const other = [...held.current].find(([id]) => id !== event.pointerId)?.[1];
        held.current.set(event.pointerId, now);
        if (other === undefined) return pan(before.x - now.x, before.y - now.y);
        const apart = Math.hypot(before.x - other.x, before.y - other.y);
        if (apart < 8) return undefined;
        const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
        pan((before.x - now.x) / 2, (before.y - now.y) / 2);
        return zoomBy(Math.hypot(now.x - other.x, now.y - other.y) / apart, middle);
      },
      onPointerUp: release,
      onPointerCancel: release,
      onDoubleClick: (event) => {
        const { left, top } = event.currentTarget.getBoundingClientRect();
        zoomBy(2, { x: event.clientX - left, y: event.clientY - top }, true);
      },
    };
  }, [pan, zoomBy]);
}

function pointOf(event: React.PointerEvent): Point {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
