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

/** What an investigator says of somebody, with its evaluation. */
export const ASSERTED = {
  nature: 'asserted',
  content: { kind: 'person', fields: { names: ['Jan de Boer'], status: 'suspect' } },
  handling: ['H1'],
  evaluation: { source: 'B', information: '2' },
} as const;

/** The text of a statement, and what its entry says of it. */
export const MADE = {
  statement: {
    content: { fields: { isIdentified: false, names: ['Jan de Boer'], status: 'suspect' }, kind: 'person' },
    entity: '22222222-2222-4222-8222-222222222222',
    evaluation: { information: '2', source: 'B' },
    evidence: [{ exhibit: 'E-0001' }],
    format: 'statement/v1',
    handling: ['H1'],
    id: '33333333-3333-4333-8333-333333333333',
    nature: 'asserted',
  },
  details: { statement: '33333333-3333-4333-8333-333333333333', kind: 'person', entity: '22222222-2222-4222-8222-222222222222' },
} as const;
