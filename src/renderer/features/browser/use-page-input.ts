import { useEffect, useMemo, useRef, type RefObject } from 'react';
import type { TabInput } from '../../../core/model/page-view.ts';
import { answerShortcut } from '../../window/shortcuts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { keyInput, mouseInput, ownerOfKey, wheelInput, type MouseLike, type PicturePlace } from './input-mapping.ts';
import { InputQueue } from './input-queue.ts';

interface PageInput {
  readonly mouse: React.DOMAttributes<HTMLCanvasElement>;
  readonly field: React.DOMAttributes<HTMLTextAreaElement>;
}

/** What the person does in the picture of a page, on its way to the page. */
export function usePageInput(options: {
  readonly tab: string;
  readonly isLocked: boolean;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly onLeave: () => void;
}): PageInput {
  const { tab, isLocked, canvas, field } = options;
  const client = useClient();
  const leave = useRef(options.onLeave);
  leave.current = options.onLeave;
  const locked = useRef(isLocked);
  locked.current = isLocked;
  const queue = useMemo(
    () =>
      new InputQueue(
        (input) => client.call('tabs.input', { tab, input }),
        // Said by the state of the tab: its problem, or that it is gone.
        () => undefined,
      ),
    [client, tab],
  );
  const send = useMemo(
    () =>
      (input: TabInput | undefined): void => {
        if (input !== undefined && !locked.current) queue.push(input);
      },
    [queue],
  );

  useEffect(() => {
    const { current } = canvas;
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      if (current !== null) send(wheelInput(event, placeOf(current)));
    };
    current?.addEventListener('wheel', turn, { passive: false });
    return () => current?.removeEventListener('wheel', turn);
  }, [canvas, send]);

  return useMemo(() => {
    const held = new Map<string, TabInput>();
    const copy = async (): Promise<void> => {
      const { text } = await client.call('tabs.selection', { tab });
      if (text !== '') await navigator.clipboard.writeText(text);
    };
    const releaseAll = (): void => {
      for (const input of held.values()) send(input);
      held.clear();
    };
    const mouse = (act: 'move' | 'down' | 'up') => (event: MouseLike & { readonly currentTarget: Element }) =>
      send(mouseInput(act, event, placeOf(event.currentTarget)));
    return {
      mouse: {
        onPointerDown: (event) => event.currentTarget.setPointerCapture(event.pointerId),
        onMouseMove: (event) => mouse('move')(fromReact(event)),
        onMouseDown: (event) => {
          // The picture itself never takes the focus: its field does.
          event.preventDefault();
          field.current?.focus({ preventScroll: true });
          mouse('down')(fromReact(event));
        },
        onMouseUp: (event) => mouse('up')(fromReact(event)),
        onContextMenu: (event) => event.preventDefault(),
      },
      field: {
        onKeyDown: ({ nativeEvent: event }) => {
          if (event.key === 'F6' || answerShortcut(event)) {
            if (event.key === 'F6') leave.current();
            event.preventDefault();
            event.stopPropagation();
            return;
          }
          const owner = ownerOfKey(event);
          if (owner === 'field') return;
          event.preventDefault();
          event.stopPropagation();
          if (owner === 'copy') {
            void copy().catch(() => undefined);
            return;
          }
          const input = keyInput('down', event);
          const up = keyInput('up', event);
          held.set(event.code, up);
          // The selection is read before the page takes it away.
          if (owner === 'cut')
            void copy().then(
              () => send(input),
              () => send(input),
            );
          else send(input);
        },
        onKeyUp: ({ nativeEvent: event }) => {
          if (!held.delete(event.code)) return;
          event.preventDefault();
          send(keyInput('up', event));
        },
        onPaste: (event) => {
          event.preventDefault();
          const text = event.clipboardData.getData('text/plain').slice(0, 1_000_000);
          if (text !== '') send({ kind: 'text', text });
        },
        onCompositionUpdate: (event) => send({ kind: 'composition', text: event.data.slice(0, 1000) }),
        onCompositionEnd: (event) => {
          send({ kind: 'composition', text: '' });
          if (event.data !== '') send({ kind: 'text', text: event.data });
          event.currentTarget.value = '';
        },
        onInput: (event) => {
          const native = event.nativeEvent;
          const { value } = event.currentTarget;
          if (native.isComposing || value === '') return;
          // Without a key: a screen keyboard, dictation, a list of emoji.
          if (native.inputType !== 'insertCompositionText' && native.inputType !== 'insertFromComposition')
            send({ kind: 'text', text: value });
          event.currentTarget.value = '';
        },
        onBlur: releaseAll,
      },
    };
  }, [client, tab, send, field]);
}

function placeOf(element: Element): PicturePlace {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width, height };
}

function fromReact(event: React.MouseEvent): MouseLike & { readonly currentTarget: Element } {
  const { clientX, clientY, button, buttons, detail, altKey, ctrlKey, metaKey, shiftKey, currentTarget } = event;
  const getModifierState = (key: 'AltGraph'): boolean => event.getModifierState(key);
  return { clientX, clientY, button, buttons, detail, altKey, ctrlKey, metaKey, shiftKey, currentTarget, getModifierState };
}
