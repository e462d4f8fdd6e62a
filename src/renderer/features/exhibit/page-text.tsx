import { useState, type ReactNode, type RefObject } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import type { TextPiece } from './text-pieces.ts';
import styles from './panels.module.css';

interface PageTextProps {
  readonly root: RefObject<HTMLElement | null>;
  readonly pieces: readonly TextPiece[];
  /** What is covered cannot be read, as in the copy. */
  readonly isPreview: boolean;
}

/**
 * The text of a page with a caret in it, so that it can be selected by keys too. It takes no change: not by typing, pasting or dropping, and
 * where a change came all the same (an input method does not ask) it is drawn anew.
 */
export function PageText({ root, pieces, isPreview }: PageTextProps): ReactNode {
  const { say } = useTexts();
  const [drawn, setDrawn] = useState(0);
  return (
    <pre
      key={drawn}
      ref={(element) => {
        root.current = element;
        // React hears `beforeinput` only where it makes events of its own of it.
        element?.addEventListener('beforeinput', refuse);
        return () => element?.removeEventListener('beforeinput', refuse);
      }}
      className={joinClasses(styles['pageText'])}
      dir="auto"
      tabIndex={0}
      role="textbox"
      aria-multiline="true"
      aria-readonly="true"
      aria-label={say('app.exhibit.tab.text')}
      contentEditable
      suppressContentEditableWarning
      spellCheck={false}
      onInput={() => setDrawn((count) => count + 1)}
      onDragStart={refuse}
    >
      {pieces.map((piece, index) =>
        piece.covered === undefined && !piece.found ? (
          piece.text
        ) : (
          <mark
            key={index}
            {...(piece.covered === undefined ? {} : { 'data-covered': piece.covered })}
            className={joinClasses(piece.covered !== undefined && (isPreview ? styles['gone'] : styles['covered']))}
          >
            {piece.text}
          </mark>
        ),
      )}
    </pre>
  );
}

function refuse(event: { readonly preventDefault: () => void }): void {
  event.preventDefault();
}
