import { parseCanonicalJson } from '../canonical/canonical-json.ts';
import type { CustodyEntry } from '../custody/entry.ts';
import { toUtf8 } from '../digest/encoding.ts';
import { isPugmarkError } from '../errors.ts';
import { findOwnExhibits, readExhibitsOf } from './statement-exhibits.ts';
import { statementSchema, type Statement } from './statement.ts';

/**
 * What is wrong with the text that an entry `statement.made` commits to, as one sentence; undefined when it is a statement and the entry says of it
 * what it is. An entry that names other exhibits than its evidence would hand over, withhold or erase its words with the wrong ones.
 */
export function findStatementFault(entry: Pick<CustodyEntry, 'type' | 'exhibit' | 'details'>, text: string): string | undefined {
  let statement: Statement;
  try {
    statement = parseCanonicalJson(toUtf8(text), statementSchema, 'statement');
  } catch (error) {
    if (isPugmarkError(error)) return error.message;
    throw error;
  }
  const { details } = entry;
  if (details['statement'] !== statement.id || details['entity'] !== statement.entity || details['kind'] !== statement.content.kind)
    return 'The entry names another statement, another kind or something else that it is about';
  const own = findOwnExhibits(statement);
  if (own.length > 0 && own.join() !== readExhibitsOf(entry).join())
    return 'The entry names other exhibits than those that its evidence is in';
  return undefined;
}
