import { useEffect, useMemo, useRef, useState } from 'react';
import { useClient } from '../../rpc/client-context.tsx';
import { TileCache } from './tile-cache.ts';
import { pickLevel, tileAddress, visibleTiles, type PictureView, type Size, type TilePyramid } from './tile-math.ts';
import { loadTile, paintTiles, wantedTiles, type Tile } from './tile-painter.ts';
import styles from './picture-viewer.module.css';

/** At 256 px and four bytes a pixel 200 MB; a screen of four million pixels shows about 80 at a time. */
const TILES_HELD = 768;
/** A level with few tiles stays under everything, so that a fast scroll never shows nothing. */
const TILES_UNDER = 24;

/** The part of a picture that a view shows, drawn on one canvas of the size of its area. */
export function TileCanvas({
  pyramid,
  view,
  size,
  deviceScale,
}: {
  readonly pyramid: TilePyramid;
  readonly view: PictureView;
  readonly size: Size;
  readonly deviceScale: number;
}): React.JSX.Element {
  const client = useClient();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [arrived, setArrived] = useState(0);
  const cache = useMemo(
    () =>
      new TileCache<Tile>({
        load: (address, signal) => loadTile(client.resolveAddress(address), signal),
        release: (tile) => tile.close(),
        changed: () => setArrived((count) => count + 1),
        limit: TILES_HELD,
      }),
    [client],
  );
  useEffect(() => () => cache.clear(), [cache, pyramid]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined || size.width === 0) return undefined;
    const level = pickLevel(pyramid, view.scale, deviceScale);
    const tiles = visibleTiles(pyramid, view, size, level);
    const top = pyramid.levels - 1;
    const under = level === top ? [] : visibleTiles(pyramid, view, size, top).slice(0, TILES_UNDER);
    cache.want(wantedTiles(pyramid, tiles, under));
    const request = requestAnimationFrame(() => {
      const { canvas: target } = context;
      const width = Math.round(size.width * deviceScale);
      const height = Math.round(size.height * deviceScale);
      if (target.width !== width) target.width = width;
      if (target.height !== height) target.height = height;
      const look = getComputedStyle(target);
      const colors = { waiting: look.getPropertyValue('--viewer-waiting'), missing: look.getPropertyValue('--viewer-missing') };
      paintTiles(context, { pyramid, view, tiles, cache, deviceScale, colors });
      target.dataset['level'] = String(level);
      target.dataset['tiles'] = String(tiles.length);
      target.dataset['held'] = String(cache.count);
      const isWaiting = (address: string): boolean => cache.get(address) === undefined && !cache.hasFailed(address);
      target.dataset['waiting'] = String(tiles.filter((tile) => isWaiting(tileAddress(pyramid, tile))).length);
    });
    return () => cancelAnimationFrame(request);
  }, [pyramid, view, size, deviceScale, cache, arrived]);

  return <canvas ref={canvas} className={styles['canvas']} aria-hidden="true" />;
}
