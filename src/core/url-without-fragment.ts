/** An address as two of them are compared: in its usual form, without fragment. What is no address stays as it is, up to its `#`. */
export function urlWithoutFragment(url: string): string {
  const text = url.trim();
  if (!URL.canParse(text)) return text.split('#', 1)[0] ?? '';
  const parsed = new URL(text);
  parsed.hash = '';
  return parsed.href;
}
