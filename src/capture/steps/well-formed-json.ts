/**
 * The same value with every text well-formed: a page may put half a surrogate pair into its title, and no UTF-8 file can hold one. Such a
 * half becomes U+FFFD, as the browser draws it.
 */
export function toWellFormedJson(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toWellFormedJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), toWellFormedJson(inner)]));
}
