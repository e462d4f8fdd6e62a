import type { RpcClient } from '../../../src/rpc/client-port.ts';

/** Frames of a page that nobody loads: drawn here, ten a second, as large as the tab was placed. */
export function makePictures(
  placeOf: (tab: string) => { readonly width: number; readonly height: number } | undefined,
): RpcClient['watchPicture'] {
  return (tab, listener) => {
    const end = new AbortController();
    const run = async (): Promise<void> => {
      for (let tick = 0; !end.signal.aborted; tick += 1) {
        const { width, height } = placeOf(tab) ?? { width: 800, height: 600 };
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d');
        if (context !== null) drawPage(context, width, height);
        const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })).arrayBuffer());
        await listener({ jpeg, widthPx: width, heightPx: height, viewWidth: width, viewHeight: height });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    void run();
    return () => {
      end.abort();
    };
  };
}

function drawPage(context: OffscreenCanvasRenderingContext2D, width: number, height: number): void {
  context.fillStyle = '#fffdf8';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#2c4a7a';
  context.fillRect(0, 0, width, 56);
  context.fillStyle = '#fff';
  context.font = 'bold 22px sans-serif';
  context.fillText('Kraampje', 24, 36);
  context.fillStyle = '#222';
  context.font = 'bold 26px sans-serif';
  context.fillText('Landschildpadden, Griekse, zonder papieren', 24, 108);
  for (let i = 0; i < 4; i += 1) {
    context.fillStyle = ['#a7b88c', '#c9b28a', '#8aa6a1', '#b7a0a0'][i] ?? '#ccc';
    context.fillRect(24 + i * 190, 136, 176, 150);
  }
  context.fillStyle = '#555';
  context.font = '16px sans-serif';
  for (let i = 0; i < 12; i += 1)
    context.fillText('Twee volwassen dieren, gezond, met bak en lamp. Ophalen of verzenden in overleg.', 24, 326 + i * 28);
}
