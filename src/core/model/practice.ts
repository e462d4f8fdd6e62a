/**
 * How the practice market is told from the world. A practice case loads only these hosts (any port);
 * an evidence case refuses a document that carries the marker.
 * Names under `.localhost` always mean this machine (RFC 6761 section 6.3), and each is a site of its own.
 */
export const PRACTICE_HOSTS = [
  'practice-grenier.localhost',
  'practice-kraampje.localhost',
  'practice-attic.localhost',
  /** Pictures and frames from elsewhere: a cross-site partner of all three. */
  'practice-images.localhost',
  'practice-widgets.localhost',
] as const;

/** Response header on everything that the practice market serves; the value is `1`. */
export const PRACTICE_HEADER = 'x-pugmark-practice';

/** Name of the meta element in every practice document, so that a saved copy still says it. */
export const PRACTICE_META = 'pugmark-practice';

/** True when `url` belongs to the practice market. False for malformed addresses. */
export function isPracticeUrl(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed !== undefined && (PRACTICE_HOSTS as readonly string[]).includes(parsed.hostname);
}
