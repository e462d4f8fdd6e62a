import { createContext, use, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** Where the inspector's content goes: the element on the right, and how many screens want it. */
export const InspectorContext = createContext<HTMLElement | null>(null);

/** What a screen puts into the inspector on the right. Shown while the screen is, when the inspector is open. */
export function Inspector({ children }: { readonly children: ReactNode }): ReactNode {
  const place = use(InspectorContext);
  return place === null ? null : createPortal(children, place);
}
