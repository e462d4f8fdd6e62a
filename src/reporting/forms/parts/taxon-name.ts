/**
 * The scientific name in a text that a person typed, when it is written as one: genus, or genus and epithets, `spp.`; an author behind it is cut off. Anything
 * else is no code, and undefined.
 */
export function nameOfTaxon(text: string | undefined): string | undefined {
  const name = /^([A-Z][a-z]{2,29}(?:-[a-z]+)?(?: (?:spp?\.|[a-z]{2,30}(?:-[a-z]{2,30})?)){0,2})(?: \(?[\p{Lu}].*)?$/u.exec(
    text?.trim() ?? '',
  );
  return name?.[1];
}
