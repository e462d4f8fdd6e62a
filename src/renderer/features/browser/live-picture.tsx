import { useEffect, useRef, useState } from 'react';
import type { TabFrame } from '../../../core/surface-ports.ts';
import type { BrowserTab } from '../../../rpc/contract/browser.ts';
import { joinClasses } from '../../ui/classes.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import styles from './live-picture.module.css';
import { usePageInput } from './use-page-input.ts';

/**
 * The page of a tab as a live picture that takes what the person does. Its keys go to an input field that nobody sees, because
 * only a field is given what input methods make; F6 leads out of it.
 */
export function LivePicture({
  tab,
  onLeave,
}: {
  readonly tab: BrowserTab;
  /** F6: back to the address. */
  readonly onLeave: () => void;
}): React.JSX.Element {
  const { say } = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const drawn = useFrames(tab.id, canvas);
  const input = usePageInput({ tab: tab.id, isLocked: tab.locked, canvas, field, onLeave });
  return (
    <div className={joinClasses(styles['picture'])}>
      <canvas
        ref={canvas}
        className={joinClasses(styles['canvas'], tab.locked && styles['still'])}
        role="img"
        aria-label={say('app.browser.picture', { title: tab.title === '' ? tab.url : tab.title })}
        {...input.mouse}
      />
      <textarea
        ref={field}
        className={joinClasses(styles['field'])}
        aria-label={say('app.browser.keys')}
        aria-description={say('app.browser.keysHelp')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...input.field}
      />
      {!drawn && <p className={joinClasses(styles['waiting'])}>{say('app.browser.waiting')}</p>}
    </div>
  );
}

/** Draws the newest frame; one that comes while another is decoded takes its turn, those between are left out. True after the first. */
function useFrames(tab: string, canvas: React.RefObject<HTMLCanvasElement | null>): boolean {
  const client = useClient();
  const [drawnTab, setDrawnTab] = useState<string>();
  useEffect(() => {
    let ended = false;
    const draw = async (frame: TabFrame): Promise<void> => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(frame.jpeg)], { type: 'image/jpeg' }));
      const { current } = canvas;
      if (!ended && current !== null) paint(current, bitmap, frame);
      bitmap.close();
      if (!ended) setDrawnTab(tab);
    };
    const end = client.watchPicture(tab, (frame) =>
      // A frame that cannot be read is followed by the next one.
      draw(frame).catch(() => undefined),
    );
    return () => {
      ended = true;
      end();
    };
  }, [client, tab, canvas]);
  return drawnTab === tab;
}

/** At the upper left in the size of the page's own view: while the window is being resized nothing is stretched. */
function paint(canvas: HTMLCanvasElement, bitmap: ImageBitmap, frame: TabFrame): void {
  const scale = window.devicePixelRatio;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return;
  const shownWidth = Math.round(frame.viewWidth * scale);
  const shownHeight = Math.round(frame.viewHeight * scale);
  if (shownWidth < width || shownHeight < height) {
    context.fillStyle = getComputedStyle(canvas).backgroundColor;
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingEnabled = bitmap.width !== shownWidth;
  context.drawImage(bitmap, 0, 0, shownWidth, shownHeight);
}
