import type { ReactNode } from 'react';

export function NewCaseDialog(): ReactNode {
  return null;
}
