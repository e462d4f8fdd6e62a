/** A person as a page showed them, without evidence yet. */
export const SELLER = {
  nature: 'displayed',
  content: { kind: 'person', fields: { names: ['Jan de Boer'] } },
  handling: ['H1'],
} as const;

export function seen(exhibit: string): readonly { readonly exhibit: string }[] {
  return [{ exhibit }];
}

/** A phone number as an exhibit shows it. */
export function newPhone(exhibit: string) {
  return {
    nature: 'displayed',
    content: { kind: 'means-of-communication', fields: { type: 'phone', shown: '0470 12 34 56', normalised: '+32470123456' } },
    evidence: seen(exhibit),
    handling: ['H1'],
  } as const;
}
