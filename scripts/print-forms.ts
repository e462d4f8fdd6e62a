import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fillForms } from './forms/fill-forms.ts';

// Writes the tables of docs/forms.md from the builders of the forms. A test fails while they are out of date.

const page = join(dirname(import.meta.dirname), 'docs', 'forms.md');
writeFileSync(page, await fillForms(readFileSync(page, 'utf8')));
process.stdout.write(`${page}\n`);
