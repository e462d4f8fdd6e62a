import type { EntityKind } from '../../core/statements/entity-kinds.ts';
import type { ENTITY_TYPES } from '../../core/statements/entities-file.ts';

/** Names of kinds and of their fields in `entities.json` (docs/formats/entities.md): those of UMF's public descriptions where there are any. */
export const ENTITY_NAMES: Readonly<Record<EntityKind, (typeof ENTITY_TYPES)[number]>> = {
  person: 'person',
  account: 'account',
  organisation: 'organisation',
  'means-of-communication': 'means_of_communication',
  item: 'item',
  location: 'location',
  event: 'event',
};

/** Where a name is not the field's own in snake case. */
const NAMES: Readonly<Record<string, string>> = {
  'person.names': 'names',
  'person.aliases': 'alias',
  'person.born': 'dob',
  'person.birthPlace': 'place_of_birth',
  'organisation.registrationNumber': 'reg_no',
  'means-of-communication.shown': 'value_as_shown',
  'means-of-communication.normalised': 'value_normalised',
  'item.quantity': 'qty',
  'location.shown': 'text_as_shown',
  'location.latitude': 'lat',
  'location.longitude': 'lon',
  'location.precisionM': 'precision_m',
  'location.origin': 'basis',
  'event.when': 'time',
  'event.shown': 'time_as_shown',
};

export function attributeNameOf(kind: string, field: string): string {
  return NAMES[`${kind}.${field}`] ?? field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
