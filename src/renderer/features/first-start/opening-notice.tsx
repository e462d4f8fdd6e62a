import type { ReactNode } from 'react';

export function OpeningNotice(): ReactNode {
  return null;
}
