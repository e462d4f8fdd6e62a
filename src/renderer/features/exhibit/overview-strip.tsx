import { useRef } from 'react';
import { TileCanvas } from './tile-canvas.tsx';
import { overviewOf, type PictureView, type Size, type TilePyramid } from './tile-math.ts';
import { useSize } from './use-size.ts';
import styles from './picture-viewer.module.css';

/** The whole picture small, with the part in view framed; a click or a drag goes there. The keys of the viewer do the same. */
export function OverviewStrip({
  pyramid,
  view,
  size,
  deviceScale,
  onShow,
}: {
  readonly pyramid: TilePyramid;
  readonly view: PictureView;
  readonly size: Size;
  readonly deviceScale: number;
  readonly onShow: (left: number, top: number) => void;
}): React.JSX.Element {
  const strip = useRef<HTMLDivElement>(null);
  const stripSize = useSize(strip);
  const picture = { width: pyramid.widthPx, height: pyramid.heightPx };
  const overview = overviewOf(picture, stripSize, view, size);
  const go = (event: React.PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    // Along the whole strip, not along the part of it that is scrolled in: the end of the strip is the end of the page.
    const length = Math.min(box.height, picture.height * overview.scale);
    const part = Math.min(1, Math.max(0, (event.clientY - box.top) / length));
    onShow(overview.left + (event.clientX - box.left) / overview.scale, part * picture.height);
  };
  return (
    <div
      ref={strip}
      className={styles['strip']}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons !== 0) go(event);
      }}
    >
      <TileCanvas pyramid={pyramid} view={overview} size={stripSize} deviceScale={deviceScale} />
      {stripSize.width > 0 && <div className={styles['window']} style={frameOf(view, size, overview, picture)} />}
    </div>
  );
}

function frameOf(view: PictureView, size: Size, overview: PictureView, picture: Size): React.CSSProperties {
  const left = Math.max(0, view.left);
  const top = Math.max(0, view.top);
  return {
    left: (left - overview.left) * overview.scale,
    top: (top - overview.top) * overview.scale,
    width: Math.min(picture.width - left, size.width / view.scale) * overview.scale,
    height: Math.max(6, Math.min(picture.height - top, size.height / view.scale) * overview.scale),
  };
}
