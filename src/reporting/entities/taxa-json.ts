import type { FormInput } from '../../core/forms/form-input.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import type { TaxaFile } from '../../core/statements/entities-file.ts';

type Mention = TaxaFile['taxa'][number]['mentions'][number];

/** Undefined where no statement names a taxon. */
export function buildTaxaFile({ seal, statements }: FormInput): TaxaFile | undefined {
  const mentions = Map.groupBy(
    statements.flatMap((one) => readMention(one)),
    ({ name }) => name,
  );
  if (mentions.size === 0) return undefined;
  return {
    format: 'taxa/v1',
    package: seal.package,
    case: seal.case,
    practice: seal.practice,
    taxa: [...mentions].map(([name, all]) => ({ name, mentions: all.map(({ mention }) => mention) })),
  };
}

function readMention({ statement, state }: CaseStatement): { readonly name: string; readonly mention: Mention }[] {
  const { id, entity, content } = statement;
  const about = { statement: id, entity, state };
  if (content.kind === 'item' && content.fields.taxon !== undefined) {
    const { taxon, commonName } = content.fields;
    return [{ name: taxon, mention: { as: 'item', ...about, ...(commonName === undefined ? {} : { commonName }) } }];
  }
  if (content.kind !== 'identification') return [];
  const { taxon, rank, qualifier, listing, method } = content.fields;
  const mention: Mention = {
    as: method === 'machine' ? 'lead' : 'identification',
    ...about,
    ...(rank === undefined ? {} : { rank }),
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(listing === undefined ? {} : { listing }),
  };
  return [{ name: taxon, mention }];
}
