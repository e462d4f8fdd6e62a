import type { KeyboardEvent } from 'react';

/**
 * F6 goes round: out of the page to the address (the page's own field answers that), from there to the captures below the page, and from
 * them into the page. Tab alone would never come to what lies behind the page, which takes it.
 */
export function moveByF6(event: KeyboardEvent<HTMLElement>): void {
  // The field of the page has answered it: the native event knows.
  if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.defaultPrevented) return;
  event.preventDefault();
  const screen = event.currentTarget;
  const captures = screen.lastElementChild;
  const page = screen.querySelector<HTMLElement>('[role=tabpanel] textarea');
  const first = captures?.querySelector<HTMLElement>('a[href], button:not(:disabled)') ?? null;
  const isInCaptures = event.target instanceof Node && captures !== null && captures.contains(event.target);
  (isInCaptures ? (page ?? screen.querySelector<HTMLElement>('input')) : (first ?? page))?.focus();
}
