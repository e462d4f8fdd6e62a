import { useCallback, useEffect, useRef } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { OverviewStrip } from './overview-strip.tsx';
import { TileCanvas } from './tile-canvas.tsx';
import { pickLevel, type PictureView, type Size, type TilePyramid } from './tile-math.ts';
import { usePictureView, type PictureControl } from './use-picture-view.ts';
import { useDeviceScale } from './use-device-scale.ts';
import { usePointerMoves } from './use-pointer-moves.ts';
import { useSize } from './use-size.ts';
import styles from './picture-viewer.module.css';

const KEY_STEP_PX = 80;
const ZOOM_STEP = 1.25;

/** What is shown of a picture now, and the ways to change that. */
export interface PictureScene {
  readonly view: PictureView;
  readonly size: Size;
  readonly control: PictureControl;
}

/** A picture of any length at native pixels and everything smaller: mouse, wheel, touch and keys. `name`: what it is of. */
export function PictureViewer({
  pyramid,
  name,
  layer,
  children,
}: {
  readonly pyramid: TilePyramid;
  readonly name: string;
  /** Lies over the picture; what it does not take moves the picture. */
  readonly layer?: (scene: PictureScene) => React.ReactNode;
  /** Stands first among the tools. */
  readonly children?: React.ReactNode;
}): React.JSX.Element {
  const { say, formats } = useTexts();
  const area = useRef<HTMLDivElement>(null);
  const size = useSize(area);
  const deviceScale = useDeviceScale();
  const control = usePictureView({ width: pyramid.widthPx, height: pyramid.heightPx }, size, deviceScale);
  const { view } = control;
  useWheel(area, control);
  const moves = usePointerMoves(control);
  const percent = Math.round(view.scale * deviceScale * 100);
  return (
    <div className={styles['viewer']}>
      <div className={styles['tools']} role="toolbar" aria-label={say('app.exhibit.viewer.tools')}>
        {children}
        <IconButton icon="minus" label={say('app.exhibit.viewer.smaller')} onPress={() => control.zoomBy(1 / ZOOM_STEP, undefined, true)} />
        <output className={styles['percent']} aria-label={say('app.exhibit.viewer.scale')}>
          {say('app.exhibit.viewer.percent', { percent: formats.number(percent) })}
        </output>
        <IconButton icon="add" label={say('app.exhibit.viewer.larger')} onPress={() => control.zoomBy(ZOOM_STEP, undefined, true)} />
        <Button kind="quiet" onPress={() => control.fit('width')}>
          {say('app.exhibit.viewer.width')}
        </Button>
        <Button kind="quiet" onPress={() => control.fit('whole')}>
          {say('app.exhibit.viewer.whole')}
        </Button>
        <Button kind="quiet" onPress={() => control.fit('native')}>
          {say('app.exhibit.viewer.native')}
        </Button>
      </div>
      <div className={styles['stage']}>
        {/* The picture takes keys of its own, as a map does; its description says which. */}
        <div
          ref={area}
          className={styles['area']}
          role="application"
          tabIndex={0}
          aria-label={say('app.exhibit.viewer.picture', { name })}
          aria-description={say('app.exhibit.viewer.keys')}
          onKeyDown={(event) => {
            if (!event.ctrlKey && !event.metaKey && !event.altKey && moveByKey(event.key, control, size.height)) event.preventDefault();
          }}
          {...moves}
        >
          <TileCanvas pyramid={pyramid} view={view} size={size} deviceScale={deviceScale} />
          {layer?.({ view, size, control })}
          <span className={styles['measure']}>
            {say('app.exhibit.viewer.size', { width: formats.number(pyramid.widthPx), height: formats.number(pyramid.heightPx) })}
            {pickLevel(pyramid, view.scale, deviceScale) === 0 ? '' : ` · ${say('app.exhibit.viewer.reduced')}`}
          </span>
        </div>
        <OverviewStrip pyramid={pyramid} view={view} size={size} deviceScale={deviceScale} onShow={control.show} />
      </div>
    </div>
  );
}

/** True when the key meant something. */
function moveByKey(key: string, control: PictureControl, height: number): boolean {
  const acts: Readonly<Record<string, () => void>> = {
    ArrowUp: () => control.pan(0, -KEY_STEP_PX),
    ArrowDown: () => control.pan(0, KEY_STEP_PX),
    ArrowLeft: () => control.pan(-KEY_STEP_PX, 0),
    ArrowRight: () => control.pan(KEY_STEP_PX, 0),
    PageUp: () => control.pan(0, -0.9 * height),
    PageDown: () => control.pan(0, 0.9 * height),
    ' ': () => control.pan(0, 0.9 * height),
    Home: () => control.pan(0, Number.MIN_SAFE_INTEGER),
    End: () => control.pan(0, Number.MAX_SAFE_INTEGER),
    '+': () => control.zoomBy(ZOOM_STEP, undefined, true),
    '=': () => control.zoomBy(ZOOM_STEP, undefined, true),
    '-': () => control.zoomBy(1 / ZOOM_STEP, undefined, true),
    '0': () => control.fit('width'),
    '1': () => control.fit('native'),
    '9': () => control.fit('whole'),
  };
  const act = Object.hasOwn(acts, key) ? acts[key] : undefined;
  act?.();
  return act !== undefined;
}

/** The wheel scrolls as on the page; with Ctrl (and so by pinching a touch pad) it zooms where the pointer is. */
function useWheel(area: React.RefObject<HTMLDivElement | null>, control: PictureControl): void {
  const { pan, zoomBy } = control;
  const turn = useCallback(
    (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? 40 : 600;
      if (event.ctrlKey) {
        const box = area.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
        zoomBy(Math.exp(-event.deltaY * unit * 0.002), { x: event.clientX - box.left, y: event.clientY - box.top });
      } else if (event.shiftKey && event.deltaX === 0) pan(event.deltaY * unit, 0);
      else pan(event.deltaX * unit, event.deltaY * unit);
    },
    [area, pan, zoomBy],
  );
  // React hears the wheel passively, where the page's own zoom cannot be stopped.
  useEffect(() => {
    const { current } = area;
    current?.addEventListener('wheel', turn, { passive: false });
    return () => current?.removeEventListener('wheel', turn);
  }, [area, turn]);
}
