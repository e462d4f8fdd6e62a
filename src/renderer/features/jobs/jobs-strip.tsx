import type { ReactNode } from 'react';

export function JobsStrip(): ReactNode {
  return null;
}
