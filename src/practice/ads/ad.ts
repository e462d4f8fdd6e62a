import type { Motif } from '../pictures/draw-picture.ts';

/** The three fictitious platforms. */
export const PRACTICE_PLATFORMS = ['grenier', 'kraampje', 'attic'] as const;
export type PracticePlatform = (typeof PRACTICE_PLATFORMS)[number];

export const AD_SUBJECTS = [
  'ivory',
  'tortoise',
  'parrot',
  'reptile-skin',
  'orchid',
  'traditional-medicine',
  'mammoth-ivory',
  'faux-skin',
  'plush-toy',
] as const;
export type AdSubject = (typeof AD_SUBJECTS)[number];

/** What an ad's page does that makes it hard to keep. Closed; every one is had by at least one ad. */
export const AD_FEATURES = [
  /** Nothing but a document, a style sheet, a script and pictures. */
  'plain',
  /** About 6,000 px high with 12 pictures, for measuring. */
  'bench',
  /** More than 8,000 px of text, table and pictures. */
  'long',
  /** Pictures that load when scrolled to: `loading=lazy` and `data-src` with an observer. */
  'lazy',
  /** Thumbnails that swap the main picture. */
  'gallery',
  /** Parts of the ad come from an API after the document. */
  'client-rendered',
  /** An overlay covers the page until a cookie says that it was clicked. */
  'consent',
  /** Shown to logged-in visitors only; others get a redirect to the login page. */
  'login',
  /** Opened from the page feature `push-state-list` without a new document. */
  'push-state',
  /** The ad's text is in a frame of another site, which holds a frame of a third one. */
  'cross-site-frame',
  /** Price and contact stand in an open and a closed shadow root. */
  'shadow-dom',
  'service-worker',
  'worker',
  'shared-worker',
  /** windows-1252, said in the header only. */
  'windows-1252-header',
  /** windows-1252, said in a meta element only. */
  'windows-1252-meta',
  /** windows-1252, said nowhere. */
  'windows-1252-undeclared',
  /** One picture 404, one reset, one script 500, one beacon blocked, one refused. */
  'partly-failing',
  /** Pictures that are not found, cut, of another length than promised, or no pictures. */
  'broken-pictures',
  /** One picture takes `?slow=<seconds>` (3 by default). */
  'slow-picture',
  /** A document, script and style sheet with `content-encoding: gzip`. */
  'gzip',
  /** A document with `content-encoding: br` in chunks of unknown total length. */
  'brotli',
  /** data: and blob: pictures, CSS backgrounds, srcset and picture elements. */
  'embedded-pictures',
  /** Sound and film served in ranges (206). */
  'media',
  /** A frame whose document is an attribute. */
  'srcdoc-frame',
  /** Style sheets that import style sheets. */
  'css-import',
  /** An event stream that stays open. */
  'event-stream',
  /** A WebSocket that stays open. */
  'web-socket',
  /** A request that is answered late, again and again. */
  'long-poll',
  /** A content security policy that allows no inline script and no eval. */
  'strict-csp',
  /** From the second view on, the price and a sentence differ. */
  'edited',
  /** Removed before anyone looked: answers 410 with a document. */
  'gone',
  /** Ordinary ads made in numbers, for lists and for measuring many captures. */
  'stock',
] as const;
export type AdFeature = (typeof AD_FEATURES)[number];

/** `suspect`: what an investigator should keep. `look-alike`: lawful goods that look or read like it. */
export type AdKind = 'suspect' | 'look-alike';

/** What a seller says about themselves. Handles, numbers and addresses belong to nobody. */
export interface Seller {
  readonly handle: string;
  readonly name: string;
  /** From ranges kept for fiction, see `sellers.ts`. */
  readonly phone: string;
  readonly email: string;
  readonly since: number;
}

/** One ad as its seller wrote it. */
export interface AdContent {
  /** Number within its platform. */
  readonly number: number;
  readonly platform: PracticePlatform;
  readonly language: 'fr' | 'nl' | 'en';
  readonly subject: AdSubject;
  readonly kind: AdKind;
  readonly features: readonly AdFeature[];
  readonly motif: Motif;
  readonly pictureCount: number;
  readonly title: string;
  readonly category: string;
  /** Whole euros, or pounds on the English platform. */
  readonly price: number;
  readonly place: string;
  readonly seller: Seller;
  /** ISO date. */
  readonly posted: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly paragraphs: readonly string[];
}

/** Lower-case ASCII for addresses. */
export function slugOf(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
}

/** `G-1`, `K-12`, `A-3`. */
export function adIdOf(ad: Pick<AdContent, 'platform' | 'number'>): string {
  return `${ad.platform.charAt(0).toUpperCase()}-${ad.number}`;
}
