import type { WebSocket } from 'ws';
import { isPugmarkError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { FRAME_SHOWN, writePictureFrame } from '../rpc/picture-frame.ts';
import { CLOSE_TAB_UNKNOWN } from '../rpc/transports/workstation.ts';

const CLOSE_PROTOCOL = 1008;

/**
 * Shows a tab as a picture: one frame at a time, the next one when the window says that it shows the last. A window that is slow or
 * has stopped holds up nobody but itself.
 */
export function showPicture(engine: Pick<Engine, 'watchTab'>, tab: string, socket: WebSocket, onMalformed: () => void): void {
  let shown: (() => void) | undefined;
  let end: (() => void) | undefined;
  socket.on('message', (data, isBinary) => {
    if (!isBinary && Buffer.isBuffer(data) && data.toString('latin1') === FRAME_SHOWN) return shown?.();
    onMalformed();
    socket.close(CLOSE_PROTOCOL);
  });
  socket.on('close', () => {
    end?.();
    shown?.();
  });
  try {
    end = engine.watchTab(
      tab,
      (frame) =>
        new Promise((resolve) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          shown = resolve;
          socket.send(writePictureFrame(frame));
        }),
    );
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    socket.close(CLOSE_TAB_UNKNOWN);
  }
}
