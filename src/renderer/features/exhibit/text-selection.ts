import { useEffect, useState, type RefObject } from 'react';

/** A piece of a text: UTF-16 code units from its beginning. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** What is selected of the text in this element, as places in that text; undefined when nothing is, or something beside it. */
export function readSelection(root: HTMLElement): TextSpan | undefined {
  const selection = document.getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return undefined;
  const before = document.createRange();
  before.selectNodeContents(root);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}

/** Follows the selection. What was selected last stays when the focus goes to a button that is to do something with it. */
export function useTextSelection(root: RefObject<HTMLElement | null>): readonly [TextSpan | undefined, () => void] {
  const [span, setSpan] = useState<TextSpan>();
  useEffect(() => {
    const follow = (): void => {
      const { current } = root;
      const selection = document.getSelection();
      if (current === null || selection === null || !current.contains(selection.anchorNode)) return;
      setSpan(readSelection(current));
    };
    document.addEventListener('selectionchange', follow);
    return () => document.removeEventListener('selectionchange', follow);
  }, [root]);
  return [span, () => setSpan(undefined)];
}
