import type { Hashing } from '../../core/digest/digest.ts';
import { nameOfRecipient } from '../../core/model/recipient.ts';
import type { Database } from '../database.ts';
import { readLoggedRecipients, readRecipientRows, valueOf } from '../vault/recipient-rows.ts';
import type { CheckCollector } from './check-collector.ts';

/** The register of recipients against what the vault log says of each: a key put in the place of another would get the next package. */
export function checkRecipients(collector: CheckCollector, db: Database, hashing: Pick<Hashing, 'sha256'>): void {
  const logged = new Map(readLoggedRecipients(db, hashing));
  for (const recipient of readRecipientRows(db)) {
    const subject = `recipient ${nameOfRecipient(recipient)}`;
    if (!logged.has(recipient.id) || logged.get(recipient.id) === 'null')
      collector.finding('row-unaccounted', subject, 'No entry of the vault log accounts for it');
    else if (logged.get(recipient.id) !== valueOf(recipient))
      collector.finding('setting-differs', subject, 'Its row is not what the vault log says of it');
    logged.delete(recipient.id);
  }
  for (const [id, value] of logged) {
    if (value !== 'null')
      collector.finding('setting-differs', `recipient ${id}`, 'The vault log has it in the register, and it is missing');
  }
}
