import type { CDPSession } from 'puppeteer-core';

/**
 * What a browser asks a person before it gives it to a page, by the names of the Permissions API at some version of Chromium.
 * All is refused for every origin and beforehand, so that no page waits for an answer that nobody gives, and nobody can be
 * talked into one while evidence is kept. What a browser grants without asking is left as it is.
 */
const REFUSED = [
  'bluetooth',
  'camera',
  'captured-surface-control',
  'clipboard-read',
  'display-capture',
  'geolocation',
  'hand-tracking',
  'idle-detection',
  'keyboard-lock',
  'local-fonts',
  'local-network',
  'local-network-access',
  'loopback-network',
  'microphone',
  'midi',
  'nfc',
  'notifications',
  'payment-handler',
  'pointer-lock',
  'vr',
  'ar',
  'web-app-installation',
  'web-printing',
  'window-management',
] as const;

/** `session`: on the browser target; a context has its own answers. Names that this version does not know are passed over. */
export async function refusePermissions(session: CDPSession, browserContextId?: string): Promise<void> {
  const context = browserContextId === undefined ? {} : { browserContextId };
  await Promise.all(
    REFUSED.map((name) =>
      session.send('Browser.setPermission', { permission: { name }, setting: 'denied', ...context }).catch(() => undefined),
    ),
  );
}
