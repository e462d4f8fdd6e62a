import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { Mask } from '../../../core/redaction/redaction.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import type { PictureView, Size } from '../exhibit/tile-math.ts';
import { boxBetween, boxByKey, moveBox, resizeBox, type Box } from './mask-boxes.ts';
import styles from './mask-layer.module.css';
import type { KeptMask, MaskControl } from './use-masks.ts';

interface MaskLayerProps {
  readonly view: PictureView;
  readonly picture: Size;
  readonly control: MaskControl;
  /** As it will be: nothing of what lies below is seen. */
  readonly isPreview: boolean;
  /** Told when a box was moved by keys, so that it stays in view. */
  readonly onMoved: (box: Box) => void;
}

interface Hold {
  readonly act: 'draw' | 'move' | 'resize';
  readonly key: number | undefined;
  readonly from: { readonly x: number; readonly y: number };
  readonly box: Box;
}

type BoxMask = Extract<Mask, { readonly kind: 'box' }>;
type KeptBox = Omit<KeptMask, 'mask'> & { readonly mask: BoxMask };

/** Boxes over a picture: drawn, moved and resized by the mouse, and by keys once they have the focus. */
export function MaskLayer({ view, picture, control, isPreview, onMoved }: MaskLayerProps): ReactNode {
  const { say } = useTexts();
  const layer = useRef<HTMLDivElement>(null);
  const hold = useRef<Hold>(undefined);
  const [held, setHeld] = useState<{ readonly key: number | undefined; readonly box: Box }>();
  const boxes = control.masks.filter((one): one is KeptBox => one.mask.kind === 'box');

  const pointOf = (event: PointerEvent): Hold['from'] => {
    const { left, top } = layer.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return { x: view.left + (event.clientX - left) / view.scale, y: view.top + (event.clientY - top) / view.scale };
  };
  const begin = (event: PointerEvent, act: Hold['act'], one?: KeptBox): void => {
    // Any other button moves the picture below.
    if (event.button !== 0) return;
    event.stopPropagation();
    layer.current?.setPointerCapture(event.pointerId);
    const from = pointOf(event);
    hold.current = { act, key: one?.key, from, box: one?.mask ?? { ...from, width: 0, height: 0 } };
  };
  const boxAt = (event: PointerEvent): Box | undefined => {
    const { current } = hold;
    if (current === undefined) return undefined;
    const { act, from, box } = current;
    const to = pointOf(event);
    if (act === 'draw') return boxBetween(from, to, picture);
    return (act === 'move' ? moveBox : resizeBox)(box, to.x - from.x, to.y - from.y, picture);
  };
  const follow = (event: PointerEvent): void => {
    if (hold.current === undefined) return;
    event.stopPropagation();
    const box = boxAt(event);
    setHeld(box === undefined ? undefined : { key: hold.current.key, box });
  };
  const end = (event: PointerEvent): void => {
    const { current } = hold;
    if (current === undefined) return;
    const box = boxAt(event);
    hold.current = undefined;
    setHeld(undefined);
    if (box === undefined) return;
    const mask = boxes.find(({ key }) => key === current.key)?.mask;
    if (current.key === undefined) control.add({ kind: 'box', ...sidesOf(box), reason: control.reason });
    else if (mask !== undefined) control.change(current.key, { ...mask, ...sidesOf(box) });
  };
  const onKeyDown = (event: KeyboardEvent, { key, mask }: KeptBox): void => {
    const moved = boxByKey(mask, event, picture);
    if (moved !== undefined) {
      control.change(key, { ...mask, ...sidesOf(moved) });
      onMoved(moved);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      control.remove(key);
      // What had the focus is gone: the picture takes it.
      layer.current?.parentElement?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={layer}
      className={joinClasses(styles['layer'])}
      onPointerDown={(event) => begin(event, 'draw')}
      onPointerMove={follow}
      onPointerUp={end}
      onPointerCancel={() => {
        hold.current = undefined;
        setHeld(undefined);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {boxes.map((one, index) => {
        const box = held?.key === one.key ? held.box : one.mask;
        const { x, y, width, height } = box;
        const reason = say(`redaction.reason.${one.mask.reason}`);
        return (
          <div
            key={one.key}
            id={`mask-${one.key}`}
            role="button"
            tabIndex={0}
            className={joinClasses(styles['box'], isPreview && styles['solid'])}
            style={placeOf(box, view)}
            aria-label={say('app.redact.box', { index: index + 1, reason, x, y, width, height })}
            aria-description={say('app.redact.boxKeys')}
            onPointerDown={(event) => begin(event, 'move', one)}
            onKeyDown={(event) => onKeyDown(event, one)}
          >
            <span className={joinClasses(styles['index'])} aria-hidden="true">
              {index + 1}
            </span>
            <span className={joinClasses(styles['handle'])} aria-hidden="true" onPointerDown={(event) => begin(event, 'resize', one)} />
          </div>
        );
      })}
      {held !== undefined && held.key === undefined && (
        <div className={joinClasses(styles['box'], styles['drawn'])} style={placeOf(held.box, view)} />
      )}
    </div>
  );
}

function sidesOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

function placeOf({ x, y, width, height }: Box, { scale, left, top }: PictureView): React.CSSProperties {
  return { left: (x - left) * scale, top: (y - top) * scale, width: width * scale, height: height * scale };
}
