import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { parseUtf8 } from '../../core/digest/encoding.ts';
import type { JsonValue } from '../../core/model/primitives.ts';
import type { Database } from '../database.ts';
import type { Append } from '../log/custody-log.ts';

/** Row and log entry of a setting: its value may be text, so the log holds a commitment. Within a transaction. */
export function insertSetting(
  db: Database,
  append: Append,
  setting: { readonly name: string; readonly value: JsonValue; readonly actor: string },
): void {
  const value = parseUtf8(buildCanonicalJson(setting.value));
  const { entry } = append({ type: 'setting.changed', actor: setting.actor, details: { name: setting.name }, texts: { value } });
  db.prepare(
    `INSERT INTO settings (name, value, changed_at) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
  ).run(setting.name, value, entry.time);
}
