import { toUtf8 } from '../../core/digest/encoding.ts';
import type { FormInput } from '../../core/forms/form-input.ts';
import type { ReportFile } from '../../core/package/report-input.ts';
import type { MakingOptions, PackageFileMaker } from '../../core/report-ports.ts';
import { entitiesFileSchema, taxaFileSchema } from '../../core/statements/entities-file.ts';
import { buildEntitiesFile } from './entities-json.ts';
import { buildIdentificationTable, buildRelationTable, buildStatementTable } from './statement-tables.ts';
import { buildTaxaFile } from './taxa-json.ts';

/**
 * The part `statements-entities` of packages: what people said of the case, as tables for people and as JSON for programs
 * (docs/formats/entities.md). A case without statements has none of these files; what there is nothing of has no file either.
 */
export function createEntitiesMaker(): PackageFileMaker {
  return {
    async *makeFiles(input: FormInput, { signal }: MakingOptions): AsyncIterable<ReportFile> {
      const { statements } = input;
      if (statements.length === 0) return;
      const taxa = buildTaxaFile(input);
      const files: readonly (readonly [path: string, bytes: Uint8Array | undefined])[] = [
        ['data/entities/entities.json', toJson(entitiesFileSchema.parse(buildEntitiesFile(input)))],
        ['data/entities/statements.csv', buildStatementTable(statements)],
        ['data/entities/relations.csv', buildRelationTable(input)],
        ['data/species/taxa.json', taxa && toJson(taxaFileSchema.parse(taxa))],
        ['data/species/identifications.csv', buildIdentificationTable(statements)],
      ];
      for (const [path, bytes] of files) {
        signal.throwIfAborted();
        if (bytes !== undefined) yield await Promise.resolve({ path, bytes });
      }
    },
  };
}

function toJson(value: object): Uint8Array {
  return toUtf8(`${JSON.stringify(value, undefined, 2)}\n`);
}
