/** What a report in HTML is made of. None of them runs, loads or goes anywhere; `style` is held by the policy of the page, `a` and `meta` below. */
const TAGS = new Set(
  (
    'html head title style body header footer main section article aside nav div span p pre b i u s em strong small code br hr wbr h1 h2 h3 h4 h5 h6 ' +
    'ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td figure figcaption img a bdi bdo abbr time sub sup mark q blockquote meta'
  ).split(' '),
);
const TAG = /^\/?([a-z][a-z0-9]*)(\s[^<>]*)?>/i;
/** To a place in the page, or to a report that lies beside it. */
const LINK = /^\s+href="(?:(?:summary|report)\.[a-z0-9.]{1,20}\.html)?(?:#[A-Za-z0-9_-]{1,40})?"\s*$/;
const META = /^\s+name="[a-z-]{1,40}" content="[^"<>]{0,200}"\s*\/?$/;
/** Of a tag that goes on in the next piece; only a picture has more, which stands in the page itself. */
const MAX_TAG = 8192;

/**
 * Finds in a page, piece by piece, what no report has: a tag that the policy of the page does not hold (a refresh goes somewhere else by itself), a comment, a link that
 * leads away. In texts and attributes of a report `<` is always escaped, so that it begins a tag and nothing else.
 */
export class ReportTags {
  #kept = '';

  /** True when there is something foreign in it. */
  push(piece: string): boolean {
    const [, ...tags] = `${this.#kept}${piece}`.split('<');
    const last = tags.at(-1);
    this.#kept = '';
    if (last !== undefined && !last.includes('>')) {
      tags.pop();
      const isPicture = /^img\s/i.test(last);
      if (last.length > MAX_TAG && !isPicture) return true;
      this.#kept = `<${last.slice(0, MAX_TAG)}`;
    }
    return tags.some(isForeign);
  }

  /** True when it ends within a tag. */
  finish(): boolean {
    return this.#kept !== '';
  }
}

function isForeign(tag: string): boolean {
  const [, name = '', attributes = ''] = TAG.exec(tag) ?? [];
  const kind = name.toLowerCase();
  if (!TAGS.has(kind)) return true;
  if (tag.startsWith('/')) return false;
  if (kind === 'a') return attributes !== '' && !LINK.test(attributes);
  return kind === 'meta' && !META.test(attributes);
}
