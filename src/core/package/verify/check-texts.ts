import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import { buildTextCommitment } from '../../custody/text-commitment.ts';
import type { CustodyEntry } from '../../custody/entry.ts';
import { parseBase64, parseUtf8, toUtf8 } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';
import { findStatementFault } from '../../statements/judge-statement.ts';
import { logTextLineSchema } from '../export-entry.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import type { CheckedLog } from './check-custody.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Texts that open what the log commits to, by `<origin> <seq> <name>`. */
export type ShownTexts = ReadonlyMap<string, string>;

export function placeOfText(origin: string, seq: number, name: string): string {
  return `${origin} ${seq} ${name}`;
}

/** Step 8, texts: each is the one that its entry commits to. What does not open is not given on. */
export async function checkTexts(collector: VerdictCollector, ports: VerifyPorts, bag: CheckedBag, log: CheckedLog): Promise<ShownTexts> {
  const shown = new Map<string, string>();
  const path = PACKAGE_PATHS.texts;
  if (!bag.files.has(path)) return shown;
  let lines: readonly string[];
  try {
    const text = parseUtf8(await readHeld(bag, path));
    if (!text.endsWith('\n')) throw new PugmarkError('record-invalid', 'It does not end with a line feed');
    lines = text.slice(0, -1).split('\n');
  } catch (error) {
    collector.finding('address-commitment-differs', path, messageOf(error));
    return shown;
  }
  const entries = new Map(log.report.leaves.map(({ origin, seq, entry }) => [`${origin} ${seq}`, entry]));
  for (const [index, line] of lines.entries()) {
    try {
      const { name, nonce, origin, seq, text } = parseCanonicalJson(toUtf8(line), logTextLineSchema, 'text');
      const place = placeOfText(origin, seq, name);
      const entry = entries.get(`${origin} ${seq}`);
      const committed = entry?.details[`${name}Commitment`];
      if (committed === undefined) throw new PugmarkError('record-invalid', 'No entry that is shown commits to it');
      if (shown.has(place)) throw new PugmarkError('record-invalid', 'It comes twice');
      if (buildTextCommitment(ports.hashing, parseBase64(nonce), text) !== committed)
        throw new PugmarkError('record-invalid', 'It is not the text that the entry commits to');
      if (entry !== undefined && name === 'statement') checkStatement(collector, `${path} line ${index + 1}`, entry, text);
      shown.set(place, text);
    } catch (error) {
      collector.finding('address-commitment-differs', `${path} line ${index + 1}`, messageOf(error));
    }
  }
  return shown;
}

/** What somebody says of the case is a statement of the kind, about what, and resting on what its entry says. */
function checkStatement(collector: VerdictCollector, subject: string, entry: CustodyEntry, text: string): void {
  const fault = entry.type === 'statement.made' ? findStatementFault(entry, text) : 'Its entry is not that of a statement';
  if (fault !== undefined) collector.finding('statement-invalid', subject, fault);
}
