import { PugmarkError } from './errors.ts';

/** Longer addresses are refused by servers and by half of the tools that read an archive. */
const MAX_URL_CHARACTERS = 8192;

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/**
 * What a person may ask us to open: an absolute http or https address without credentials.
 * Throws `url-scheme-refused` for every other scheme (`javascript:` and `data:` would run text of the caller,
 * `file:` and `chrome:` would show this machine), `url-malformed` for everything that is no address.
 */
export function parseCaptureUrl(text: string): URL {
  const url = text.trim();
  if (url === '') throw malformed(text, 'it is empty');
  if (url.length > MAX_URL_CHARACTERS) throw malformed(text, `it is longer than ${MAX_URL_CHARACTERS} characters`);
  // A URL parser drops tabs and line ends silently: `java<tab>script:` would become another scheme than the one read here.
  if (hasInvisible(url)) throw malformed(text, 'it contains a blank or a control character');
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) throw malformed(text, 'write it in full, with https:// in front');
  if (scheme !== 'http' && scheme !== 'https') {
    // `localhost:8080` and `example.test:8080` look like a scheme too.
    if (scheme.includes('.') || scheme === 'localhost') throw malformed(text, 'write it in full, with https:// in front');
    throw new PugmarkError('url-scheme-refused', `Only http and https addresses can be captured: ${shown(url)}`, { details: { scheme } });
  }
  // The parser would repair `http:example.test` and `https:\\example.test`; a person who wrote that meant something we cannot know.
  if (!/^https?:\/\/[^/\\]/i.test(url) || !URL.canParse(url)) throw malformed(text, 'it is no valid http or https address');
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') {
    // Never repeated: it would put a password into a log that cannot forget.
    throw new PugmarkError('url-malformed', `An address with a user name or password in it is not captured: ${shown(parsed.host)}`);
  }
  return parsed;
}

function malformed(text: string, why: string): PugmarkError {
  return new PugmarkError('url-malformed', `Not an address that can be captured, ${why}: ${shown(text)}`);
}

function hasInvisible(text: string): boolean {
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point <= 0x20 || (point >= 0x7f && point <= 0xa0)) return true;
  }
  return false;
}

/** One line, whatever was typed. */
function shown(text: string): string {
  const quoted = JSON.stringify(text.slice(0, 200));
  return text.length > 200 ? `${quoted} ...` : quoted;
}
