import type { ReactNode } from 'react';

export function CasesScreen(): ReactNode {
  return null;
}
