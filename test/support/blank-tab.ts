import type { SurfaceTabState } from '../../src/core/surface-ports.ts';

/** A tab in which nothing was asked for yet. */
export const BLANK_TAB = {
  url: '',
  title: '',
  loading: false,
  canGoBack: false,
  canGoForward: false,
  security: 'none',
  exchanges: 0,
  bytes: 0,
  locked: false,
} as const satisfies Partial<SurfaceTabState>;
