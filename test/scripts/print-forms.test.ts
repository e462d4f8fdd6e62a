import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fillForms } from '../../scripts/forms/fill-forms.ts';
import type { FormDocument } from '../../src/core/forms/form-document.ts';
import { PROFILES } from '../../src/core/package/profiles.ts';
import { buildForms } from '../../src/reporting/forms/build-forms.ts';
import { makeAwkwardCase } from '../support/awkward-case.ts';
import { makeFormCase } from '../support/form-case.ts';
import { projectPath } from '../support/project.ts';

const page = readFileSync(projectPath('docs/forms.md'), 'utf8');

it('docs/forms.md has the fields and sources that the builders give (npm run forms)', async () => {
  expect(await fillForms(page)).toBe(page);
  expect(await fillForms(page.replace('`case-reference`', '`other`'))).toBe(page);
});

it('docs/forms.md traces every field that a form can have: of a case with everything, of one with nothing, of one whose captures failed', async () => {
  const untraced = new Set<string>();
  let traced = 0;
  for (const profile of PROFILES) {
    const awkward = await makeAwkwardCase(profile, 'en');
    const bare = await makeFormCase({ exhibits: 0 });
    const failed = await makeFormCase({
      observation: { state: 'failed', reasons: [{ code: 'no-document', detail: 'refused' }] },
      absent: ['http', 'page', 'view'],
    });
    for (const input of [awkward, { ...bare, seal: { ...bare.seal, profile } }, { ...failed, seal: { ...failed.seal, profile } }]) {
      for (const form of await buildForms(profile, input)) {
        const table = page.slice(page.indexOf(`### \`${form.form}\``)).split('\n### ')[0] ?? '';
        for (const [field, source] of sourcesOf(form)) {
          // Persons are numbered.
          const row = new RegExp(
            `\\| \`${field.replace(/^(person|organisation)-\d+-/, '$1-1-')}\` +\\|.*\\| \`${source.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}\` *\\|`,
          );
          if (row.test(table)) traced += 1;
          else untraced.add(`${form.form}: ${field} from ${source}`);
        }
      }
    }
  }
  expect([...untraced]).toEqual([]);
  expect(traced).toBeGreaterThan(500);
});

/** Each field, check and column with its source, as the tables name them. */
function sourcesOf({ sections }: FormDocument): readonly (readonly [field: string, source: string])[] {
  return sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => {
      if (block.type === 'fields') return block.fields.map(({ id, source }) => [id, source] as const);
      if (block.type === 'checks') return block.checks.map(({ id, source }) => [id, source] as const);
      return block.type === 'text' ? [] : block.columns.map(({ id, source }) => [`${block.id} / ${id}`, source] as const);
    });
}
