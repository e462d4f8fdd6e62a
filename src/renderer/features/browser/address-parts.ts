/** An address in the parts that a person has to tell apart: whose it is stands out, the rest is grey. Hostile text, each of them. */
export interface AddressParts {
  /** With `:` and slashes. */
  readonly scheme: string;
  /** Name and password before the host: a classic way to look like another site. */
  readonly login: string;
  /** Labels before the last two, with their dot. */
  readonly subdomain: string;
  /** The last two labels, or the whole host. */
  readonly host: string;
  readonly rest: string;
}

/** Takes the text as it is written: nothing is decoded, so that nothing can be forged by decoding. */
export function splitAddress(url: string): AddressParts {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#\\]*)(.*)$/is.exec(url);
  if (match === null) return { scheme: '', login: '', subdomain: '', host: '', rest: url };
  const [, scheme = '', authority = '', rest = ''] = match;
  const at = authority.lastIndexOf('@');
  const login = at < 0 ? '' : authority.slice(0, at + 1);
  const place = authority.slice(at + 1);
  const port = /:\d*$/.exec(place)?.[0] ?? '';
  const name = place.slice(0, place.length - port.length);
  const labels = name.split('.');
  const isNumeric = /^[\d.]+$/.test(name) || name.startsWith('[');
  const cut = isNumeric || labels.length < 3 ? 0 : labels.length - (isShortSecondLevel(labels) ? 3 : 2);
  return {
    scheme,
    login,
    subdomain: labels
      .slice(0, cut)
      .map((label) => `${label}.`)
      .join(''),
    host: labels.slice(cut).join('.') + port,
    rest,
  };
}

/** `co.uk`, `com.br`: a host of three labels is meant. Rough on purpose: too much stands out rather than too little. */
function isShortSecondLevel(labels: readonly string[]): boolean {
  const second = labels.at(-2) ?? '';
  return (labels.at(-1) ?? '').length === 2 && (second.length <= 3 || /^(?:gouv|info|name)$/i.test(second));
}

/** What a person typed, as an address: without a scheme `https` is meant, for a loopback host `http`. */
export function completeAddress(typed: string): string {
  const text = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]*:\d+(?:[/?#]|$)/.test(text)) return text;
  return /^(?:localhost|127\.|\[::1\])/i.test(text) ? `http://${text}` : `https://${text}`;
}
