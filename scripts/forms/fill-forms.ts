import { buildFormTables } from './form-tables.ts';

const BEGIN = '<!-- printed by npm run forms: do not edit below -->';

/** docs/forms.md with its tables as the builders give them now; what stands above is kept. */
export async function fillForms(page: string): Promise<string> {
  const at = page.indexOf(BEGIN);
  if (at === -1) throw new Error(`docs/forms.md has no line '${BEGIN}'`);
  return `${page.slice(0, at)}${BEGIN}\n\n${await buildFormTables()}`;
}
