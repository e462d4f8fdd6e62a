import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPublishedSchemas } from '../src/core/published-schemas.ts';

// Writes schemas/: the JSON Schemas of the published formats, as packages carry them. A test fails while they are out of date.

const folder = join(dirname(import.meta.dirname), 'schemas');
mkdirSync(folder, { recursive: true });
const schemas = buildPublishedSchemas();
for (const name of readdirSync(folder)) if (!schemas.some(({ fileName }) => fileName === name)) rmSync(join(folder, name));
for (const { fileName, text } of schemas) writeFileSync(join(folder, fileName), text);
process.stdout.write(`${schemas.length} schemas in ${folder}\n`);
