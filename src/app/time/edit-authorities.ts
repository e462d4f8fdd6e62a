import { PugmarkError } from '../../core/errors.ts';
import { jsonValueSchema } from '../../core/model/primitives.ts';
import { TIME_SETTING, timeSettingsSchema, type TimeSettings, type VaultAuthority } from '../../core/model/time-settings.ts';
import type { VaultStore } from '../../core/ports.ts';

/** Makes them the vault's; they stand in its log as a commitment. Throws as `VaultStore.changeSetting`. */
export function storeTimeSettings(vault: Pick<VaultStore, 'changeSetting'>, settings: TimeSettings): void {
  vault.changeSetting(TIME_SETTING, jsonValueSchema.parse(settings));
}

/** An authority that a person names. */
export interface NamedAuthority {
  readonly name: string;
  readonly url: string;
  /** Dotted. */
  readonly policy?: string;
  /** PEM, one certificate each. */
  readonly roots: readonly string[];
}

/** The settings with one more authority, enabled. Throws `usage` when it is none, or when there are enough. */
export function addAuthority(
  settings: TimeSettings,
  named: NamedAuthority,
): { readonly settings: TimeSettings; readonly authority: VaultAuthority } {
  const { authorities } = settings;
  if (authorities.some(({ url }) => url === named.url))
    throw new PugmarkError('usage', `${named.url} is an authority of this vault already`);
  const { policy } = named;
  const authority: VaultAuthority = {
    id: freeId(named.url, new Set(authorities.map(({ id }) => id))),
    name: named.name.trim(),
    url: named.url,
    ...(policy === undefined || policy === '' ? {} : { policy }),
    roots: [...named.roots],
    euTrustedList: { state: 'not-stated' },
    enabled: true,
  };
  return { settings: judge({ ...settings, authorities: [...authorities, authority] }), authority };
}

/**
 * The same authority, as it is to be asked from now on; absent `roots` stay. That it is on a trusted list was proven for its address and roots: another
 * one is not stated to be. Throws `usage` when there is none of that id, another one has the address, or it is none.
 */
export function changeAuthority(
  settings: TimeSettings,
  id: string,
  named: Omit<NamedAuthority, 'roots'> & Partial<Pick<NamedAuthority, 'roots'>>,
): TimeSettings {
  assertKnown(settings, id);
  const { url, policy } = named;
  if (settings.authorities.some((one) => one.id !== id && one.url === url))
    throw new PugmarkError('usage', `${url} is another authority of this vault`);
  const authorities = settings.authorities.map((one): VaultAuthority => {
    if (one.id !== id) return one;
    const { policy: _, ...rest } = one;
    const roots = named.roots === undefined ? one.roots : [...named.roots];
    const isSame = url === one.url && JSON.stringify(roots) === JSON.stringify(one.roots);
    return {
      ...rest,
      name: named.name.trim(),
      url,
      ...(policy === undefined || policy === '' ? {} : { policy }),
      roots,
      euTrustedList: isSame ? one.euTrustedList : { state: 'not-stated' },
    };
  });
  return judge({ ...settings, authorities });
}

/** Throws `usage` when there is none of that id. */
export function enableAuthority(settings: TimeSettings, id: string, enabled: boolean): TimeSettings {
  assertKnown(settings, id);
  return judge({ ...settings, authorities: settings.authorities.map((one) => (one.id === id ? { ...one, enabled } : one)) });
}

/** Its tokens stay; what was asked of it and not answered stays pending. Throws `usage` when there is none of that id. */
export function removeAuthority(settings: TimeSettings, id: string): TimeSettings {
  assertKnown(settings, id);
  return judge({ ...settings, authorities: settings.authorities.filter((one) => one.id !== id) });
}

function assertKnown({ authorities }: TimeSettings, id: string): void {
  if (!authorities.some((one) => one.id === id))
    throw new PugmarkError('usage', `This vault names no time-stamping authority ${JSON.stringify(id)}`);
}

/** `http://timestamp.example.com/tsr` → `timestamp-example-com`. */
function freeId(url: string, taken: ReadonlySet<string>): string {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const stem =
    host
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 28) || 'authority';
  if (!taken.has(stem)) return stem;
  let number = 2;
  while (taken.has(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}

function judge(settings: TimeSettings): TimeSettings {
  const judged = timeSettingsSchema.safeParse(settings);
  if (judged.success) return judged.data;
  const [issue] = judged.error.issues;
  throw new PugmarkError('usage', `These are no time-stamping authorities: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
