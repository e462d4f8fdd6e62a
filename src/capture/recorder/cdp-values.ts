/**
 * Careful access to what the browser reports. A page, or a renderer taken over by one, decides what stands in these
 * payloads: every field may be missing, of another type, or named like a property of Object.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object with own fields; undefined for anything else, arrays included. */
export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

export function textIn(fields: Fields, name: string): string | undefined {
  const value = own(fields, name);
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(fields: Fields, name: string): number | undefined {
  const value = own(fields, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A whole number from 0; undefined for anything else. */
export function countIn(fields: Fields, name: string): number | undefined {
  const value = numberIn(fields, name);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function flagIn(fields: Fields, name: string): boolean {
  return own(fields, name) === true;
}

export function fieldsIn(fields: Fields, name: string): Fields | undefined {
  return fieldsOf(own(fields, name));
}

export function listIn(fields: Fields, name: string): readonly unknown[] {
  const value = own(fields, name);
  return Array.isArray(value) ? value : [];
}

/** The request that an event is about. */
export function requestIdIn(params: unknown): string | undefined {
  const event = fieldsOf(params);
  return event && textIn(event, 'requestId');
}

/** Passes over what could not be read. */
export function withValue<T>(value: T | undefined, use: (value: T) => void): void {
  if (value !== undefined) use(value);
}
