import type { CDPSession, Protocol } from 'puppeteer-core';
import type { TabInput } from '../../core/model/page-view.ts';
import { editingCommands, keyLocation, virtualKeyCode } from './key-codes.ts';

type Mouse = Extract<TabInput, { kind: 'mouse' }>;
type Key = Extract<TabInput, { kind: 'key' }>;
type Modifiers = NonNullable<TabInput extends infer T ? (T extends { modifiers?: infer M } ? M : never) : never>;

const BUTTON_BITS = { none: 0, left: 1, right: 2, middle: 4 } as const;
/** A page that hangs answers nothing; of what the mouse does meanwhile the latest counts. */
const MAX_MOVES_UNDER_WAY = 8;

/** A person's mouse and keyboard in one page. Sends in order and waits for no page: one that hangs must not hang its tab. */
export class TabHands {
  readonly #session: CDPSession;
  #pressed = 0;
  #movesUnderWay = 0;
  #drag: Protocol.Input.DragData | undefined;
  #isDragIn = false;

  constructor(session: CDPSession) {
    this.#session = session;
    session.on('Input.dragIntercepted', ({ data }) => {
      this.#drag = data;
      this.#isDragIn = false;
    });
  }

  /** A drag that the system takes over would swallow the mouse for good: here it stays in the page. */
  async ready(): Promise<void> {
    await this.#session.send('Input.setInterceptDrags', { enabled: true }).catch(() => undefined);
  }

  act(input: TabInput): void {
    switch (input.kind) {
      case 'mouse':
        return this.#mouse(input);
      case 'wheel': {
        const { x, y, deltaX, deltaY, modifiers } = input;
        return this.#forget(
          this.#session.send('Input.dispatchMouseEvent', {
            type: 'mouseWheel',
            x,
            y,
            deltaX,
            deltaY,
            modifiers: bitsOf(modifiers),
            pointerType: 'mouse',
          }),
        );
      }
      case 'key':
        return this.#key(input);
      case 'text':
        return this.#forget(this.#session.send('Input.insertText', { text: input.text }));
      case 'composition': {
        const end = input.text.length;
        return this.#forget(this.#session.send('Input.imeSetComposition', { text: input.text, selectionStart: end, selectionEnd: end }));
      }
    }
  }

  #mouse({ act, x, y, button, clicks, modifiers }: Mouse): void {
    if (act === 'down') this.#pressed |= BUTTON_BITS[button];
    if (this.#drag !== undefined && act !== 'down') return this.#dragTo(act, x, y, bitsOf(modifiers), button);
    const type = act === 'move' ? 'mouseMoved' : act === 'down' ? 'mousePressed' : 'mouseReleased';
    if (act === 'up') this.#pressed &= ~BUTTON_BITS[button];
    const isMove = act === 'move';
    if (isMove && this.#movesUnderWay >= MAX_MOVES_UNDER_WAY) return;
    const held = this.#pressed & 1 ? 'left' : this.#pressed & 2 ? 'right' : this.#pressed & 4 ? 'middle' : 'none';
    const sent = this.#session.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      modifiers: bitsOf(modifiers),
      button: isMove ? held : button,
      buttons: this.#pressed,
      clickCount: isMove ? 0 : Math.max(1, clicks),
      pointerType: 'mouse',
    });
    if (isMove) this.#movesUnderWay += 1;
    void sent
      .catch(() => undefined)
      .finally(() => {
        if (isMove) this.#movesUnderWay -= 1;
      });
  }

  #dragTo(act: 'move' | 'up', x: number, y: number, modifiers: number, button: Mouse['button']): void {
    const data = this.#drag;
    if (data === undefined) return;
    const drag = (type: 'dragEnter' | 'dragOver' | 'drop'): void =>
      this.#forget(this.#session.send('Input.dispatchDragEvent', { type, x, y, data, modifiers }));
    if (!this.#isDragIn) drag('dragEnter');
    this.#isDragIn = true;
    drag('dragOver');
    if (act === 'move') return;
    drag('drop');
    this.#drag = undefined;
    this.#pressed &= ~BUTTON_BITS[button];
    this.#forget(
      this.#session.send('Input.dispatchMouseEvent', {
        type: 'mouseReleased',
        x,
        y,
        modifiers,
        button,
        buttons: this.#pressed,
        clickCount: 1,
      }),
    );
  }

  #key({ act, key, code, modifiers, repeat }: Key): void {
    const { alt = false, ctrl = false, meta = false, shift = false } = modifiers ?? {};
    const isChord = (ctrl || meta) && !alt;
    // With AltGr, Windows says Ctrl and Alt, and means a character.
    const isCharacter = /^.$/su.test(key) && !isChord && (!alt || ctrl);
    const text = key === 'Enter' ? '\r' : isCharacter ? key : '';
    const common = {
      key,
      code,
      modifiers: bitsOf(modifiers),
      windowsVirtualKeyCode: virtualKeyCode(key, code),
      location: keyLocation(code),
      isKeypad: code.startsWith('Numpad'),
    };
    if (act === 'up') return this.#forget(this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common }));
    this.#forget(
      this.#session.send('Input.dispatchKeyEvent', {
        type: text === '' ? 'rawKeyDown' : 'keyDown',
        ...common,
        autoRepeat: repeat,
        commands: editingCommands(key, { chord: isChord, shift }),
        ...(text === '' ? {} : { text, unmodifiedText: text }),
      }),
    );
  }

  #forget(sent: Promise<unknown>): void {
    // A page that goes away meanwhile takes what was done in it along.
    sent.catch(() => undefined);
  }
}

function bitsOf({ alt = false, ctrl = false, meta = false, shift = false }: Modifiers = {}): number {
  return (alt ? 1 : 0) | (ctrl ? 2 : 0) | (meta ? 4 : 0) | (shift ? 8 : 0);
}
