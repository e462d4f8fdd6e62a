import type { ReactNode } from 'react';

export function FirstStart(): ReactNode {
  return null;
}
