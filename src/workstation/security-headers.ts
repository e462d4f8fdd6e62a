import type { OutgoingHttpHeaders } from 'node:http';

/** On every answer. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  // Copies of a case belong in the vault, not in the cache of a browser.
  'cache-control': 'no-store',
} as const;

/** Of our own pages, for the host that they were asked under. */
export function pageHeaders(host: string): OutgoingHttpHeaders {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    // Not every browser counts a WebSocket of its own origin as 'self'.
    `connect-src 'self' ws://${host}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return {
    ...ALWAYS,
    'content-security-policy': policy,
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
  };
}

/**
 * Of evidence, and of everything that is no page: should a browser take it for one after all, it can do nothing.
 * The viewers that browsers have for PDF do not start in a sandbox; they run in one of their own.
 */
export function inertHeaders({ isPdf = false } = {}): OutgoingHttpHeaders {
  const policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
  return { ...ALWAYS, 'content-security-policy': isPdf ? policy : `${policy}; sandbox` };
}
