import { z } from 'zod';
import { custodyEntrySchema } from './custody/entry.ts';
import { formDocumentSchema } from './forms/form-document.ts';
import { environmentArtifactSchema, operatorArtifactSchema } from './model/accompanying-artifacts.ts';
import { captureRecordSchema } from './model/capture-record.ts';
import { captureResultSchema } from './model/capture-result.ts';
import { exchangeMetadataSchema } from './model/exchange-metadata.ts';
import { receivedRecordSchema } from './model/received-record.ts';
import { receivedResultSchema } from './model/received-result.ts';
import { secretsSchema } from './model/secrets.ts';
import { handOverListSchema } from './model/hand-over.ts';
import { recipientListSchema, recipientSchema } from './model/recipient.ts';
import { exportListSchema } from './package/export-list.ts';
import { packageResultSchema } from './package/package-result.ts';
import { receiptStatementSchema } from './package/receipt/receipt-statement.ts';
import { sealStatementSchema } from './package/seal-statement.ts';
import { verdictSchema } from './package/verdict-schema.ts';
import { redactionSchema } from './redaction/redaction.ts';
import { identityKeySchema } from './signing/identity-key.ts';
import { keyCertificateStatementSchema } from './signing/key-certificate.ts';
import { keyLinkStatementSchema } from './signing/key-link.ts';
import { keyRevocationStatementSchema } from './signing/key-revocation.ts';

import { statementListSchema } from './statements/case-statement.ts';
import { entitiesFileSchema, taxaFileSchema } from './statements/entities-file.ts';
import { statementSchema } from './statements/statement.ts';

/** Every published JSON format: name and version as in its `format` (or the end of its predicate type), title, schema. */
const PUBLISHED = [
  { name: 'capture-record', version: 1, title: 'capture.json of an exhibit', schema: captureRecordSchema },
  { name: 'received', version: 1, title: 'received.json of an exhibit', schema: receivedRecordSchema },
  { name: 'operator', version: 1, title: 'operator.json of an exhibit', schema: operatorArtifactSchema },
  { name: 'environment', version: 1, title: 'environment.json of an exhibit', schema: environmentArtifactSchema },
  { name: 'secrets', version: 1, title: 'secrets.json of an exhibit', schema: secretsSchema },
  { name: 'exchange-metadata', version: 1, title: 'Metadata record of an exchange in the archive', schema: exchangeMetadataSchema },
  { name: 'custody-entry', version: 1, title: 'Line of a custody log', schema: custodyEntrySchema },
  { name: 'key-certificate', version: 1, title: 'Payload of a key certificate (in-toto statement)', schema: keyCertificateStatementSchema },
  { name: 'key-link', version: 1, title: 'Payload of a link from one key to the next (in-toto statement)', schema: keyLinkStatementSchema },
  {
    name: 'key-revocation',
    version: 1,
    title: 'Payload of a revocation of a key (in-toto statement)',
    schema: keyRevocationStatementSchema,
  },
  { name: 'statement', version: 1, title: 'Statement, as the text of its entry in a log', schema: statementSchema },
  { name: 'entities', version: 1, title: 'entities.json of a package', schema: entitiesFileSchema },
  { name: 'taxa', version: 1, title: 'taxa.json of a package', schema: taxaFileSchema },
  { name: 'package-seal', version: 1, title: 'Payload of the seal of a package (in-toto statement)', schema: sealStatementSchema },
  { name: 'form', version: 1, title: 'A form of a package as data', schema: formDocumentSchema },
  { name: 'receipt', version: 1, title: 'Payload of a receipt for a package (in-toto statement)', schema: receiptStatementSchema },
  { name: 'verdict', version: 1, title: 'What may be said of a package', schema: verdictSchema },
  { name: 'capture-result', version: 1, title: 'What the command line prints of a capture', schema: captureResultSchema },
  { name: 'received-result', version: 1, title: 'What the command line prints of received files', schema: receivedResultSchema },
  { name: 'package-result', version: 1, title: 'What the command line prints of an export', schema: packageResultSchema },
  { name: 'export-list', version: 1, title: 'What the command line prints of an export before it is made', schema: exportListSchema },
  { name: 'redaction', version: 1, title: 'Record of a redacted copy', schema: redactionSchema },
  { name: 'statement-list', version: 1, title: 'What the command line prints of statements', schema: statementListSchema },
  { name: 'recipient', version: 1, title: 'Recipient in the register of a vault', schema: recipientSchema },
  { name: 'recipient-list', version: 1, title: 'What the command line prints of the register', schema: recipientListSchema },
  { name: 'hand-over-list', version: 1, title: 'What the command line prints of packages and their receipts', schema: handOverListSchema },
  { name: 'identity-key', version: 1, title: 'What the command line prints of an identity key', schema: identityKeySchema },
] as const;

/** A JSON Schema (draft 2020-12) as it is published: file name, and text with a final line feed. */
export interface PublishedSchema {
  readonly fileName: string;
  readonly text: string;
}

/** The JSON Schemas of all published formats, from the very schemas that read them. */
export function buildPublishedSchemas(): readonly PublishedSchema[] {
  return PUBLISHED.map(({ name, version, title, schema }) => {
    const { $schema, ...rest } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      override: ({ jsonSchema }) => {
        // No format of JSON Schema: `contentEncoding` and the pattern beside it say the same.
        if (jsonSchema.format === 'base64') delete jsonSchema.format;
      },
    });
    const published = { $schema, $id: `urn:pugmark:schema:${name}:v${version}`, title, ...rest };
    return { fileName: `${name}.v${version}.schema.json`, text: `${JSON.stringify(published, undefined, 2)}\n` };
  });
}
