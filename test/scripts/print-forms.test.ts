import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fillForms } from '../../scripts/forms/fill-forms.ts';
import { projectPath } from '../support/project.ts';

it('docs/forms.md has the fields and sources that the builders give (npm run forms)', async () => {
  const page = readFileSync(projectPath('docs/forms.md'), 'utf8');
  expect(await fillForms(page)).toBe(page);
  expect(await fillForms(page.replace('`case-reference`', '`other`'))).toBe(page);
});
