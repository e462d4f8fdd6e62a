import { PRACTICE_HOSTS } from '../../core/model/practice.ts';

export interface BrowserFlagOptions {
  readonly profileFolder: string;
  readonly headless: boolean;
  /** False only when the browser runs as root, where Chromium cannot have one. */
  readonly sandbox: boolean;
  /** BCP 47, e.g. `nl-BE`. */
  readonly language?: string;
  /** `http://host:port` or `socks5://host:port`; see `parseProxy`. */
  readonly proxy?: URL;
  /** Nothing but the practice market can be reached. */
  readonly practiceOnly?: boolean;
  /** Invalid certificates are accepted; the caller records that. */
  readonly insecureTls?: boolean;
  /** `off`: drawn by the processor; the same picture everywhere. `as-found`: what the machine offers. */
  readonly gpu?: 'off' | 'as-found';
  readonly window?: { readonly widthPx: number; readonly heightPx: number };
}

/** Resolves to nothing inside the browser: no name server and no proxy is asked. */
export const NOWHERE = 'off.invalid';

/** Features of the browser that talk to its maker, or that change what a page asks for. */
const DISABLED_FEATURES = [
  // Our addresses are asked as they are; an upgrade would be another request than the one recorded as wished.
  'HttpsUpgrades',
  'HttpsFirstBalancedMode',
  'HttpsFirstBalancedModeAutoEnable',
  // The system's resolver, as every other program on this machine uses it.
  'AsyncDns',
  'DnsOverHttpsUpgrade',
  'NetworkTimeServiceQuerying',
  'AutofillServerCommunication',
  'OptimizationHints',
  'OptimizationGuideModelDownloading',
  'CertificateTransparencyComponentUpdater',
  'MediaRouter',
  'DialMediaRouteProvider',
  'Translate',
  'InterestFeedContentSuggestions',
  'PreconnectToSearch',
  'LensOverlay',
  // Parts of the browser's own window that are pages themselves: a process each, for every window.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIReloadButton',
  'GlobalMediaControls',
  // A page drawn before anyone opened it would come to life in a target that nobody recorded.
  'Prerender2',
];

const QUIET_FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-search-engine-choice-screen',
  '--metrics-recording-only',
  '--no-pings',
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--password-store=basic',
  '--use-mock-keychain',
  // Two requests that no switch turns off (account list, model list) lead nowhere instead of to the browser's maker.
  `--gaia-url=https://${NOWHERE}`,
  `--component-updater=url-source=https://${NOWHERE}/`,
  // A view that is covered or minimised goes on drawing and running, so that a capture is the same in front and behind.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];

/**
 * The whole command line of the evidence browser, apart from the pipe.
 *
 * puppeteer's own defaults are not taken over. Left out on purpose: `--enable-automation`, `--disable-popup-blocking`,
 * `--disable-ipc-flooding-protection`, `--disable-prompt-on-repost` (they weaken the page's cage or change its behaviour).
 * The user agent is never edited. `navigator.webdriver` is true all the same, because Chromium sets it for every browser
 * that is driven over a pipe: we do not hide that, and a site that looks for it can tell.
 */
export function buildBrowserFlags(options: BrowserFlagOptions): string[] {
  return [
    ...QUIET_FLAGS,
    `--disable-features=${DISABLED_FEATURES.join(',')}`,
    `--user-data-dir=${options.profileFolder}`,
    // Nobody scrolls a headless page by hand; a drawn scroll bar would cover 15 px of every picture.
    ...(options.headless ? ['--headless=new', '--hide-scrollbars', '--mute-audio'] : []),
    ...(options.sandbox ? [] : ['--no-sandbox']),
    ...(options.gpu === 'as-found' ? [] : ['--disable-gpu']),
    ...(options.language === undefined ? [] : [`--lang=${options.language}`]),
    ...(options.insecureTls === true ? ['--ignore-certificate-errors'] : []),
    ...(options.window === undefined ? [] : [`--window-size=${options.window.widthPx},${options.window.heightPx}`]),
    ...networkFlags(options),
  ];
}

function networkFlags({ proxy, practiceOnly = false }: BrowserFlagOptions): string[] {
  const rules = [`MAP *.${NOWHERE} ~NOTFOUND`, `MAP ${NOWHERE} ~NOTFOUND`];
  // Rules hold for addresses in numbers too: `http://127.0.0.1/` is out of reach as well.
  if (practiceOnly) rules.push('MAP * ~NOTFOUND', ...PRACTICE_HOSTS.map((host) => `EXCLUDE ${host}`));
  // Whatever does not go to the proxy must not even be resolved here: the name server would learn what is looked at.
  else if (proxy !== undefined) rules.push('MAP * ~NOTFOUND', `EXCLUDE ${proxy.hostname}`);
  const flags = [`--host-resolver-rules=${rules.join(' , ')}`];
  if (practiceOnly) return [...flags, '--no-proxy-server', ...WEBRTC_NOWHERE];
  if (proxy === undefined) return flags;
  return [
    ...flags,
    `--proxy-server=${proxy.protocol}//${proxy.host}`,
    // `<-loopback>`: a page must not reach this machine past the proxy either.
    `--proxy-bypass-list=<-loopback>;${NOWHERE};*.${NOWHERE}`,
    ...WEBRTC_NOWHERE,
  ];
}

/** WebRTC speaks UDP past every proxy unless told not to. */
const WEBRTC_NOWHERE = ['--force-webrtc-ip-handling-policy=disable_non_proxied_udp', '--webrtc-ip-handling-policy=disable_non_proxied_udp'];
