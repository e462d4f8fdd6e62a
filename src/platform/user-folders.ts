import { posix, win32 } from 'node:path';

/** What decides where a user's files go; read once by the composition root. */
export interface UserEnvironment {
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Where the newest size and root of every log are kept, outside the vault. `PUGMARK_STATE` wins; then the platform's folder
 * for state (XDG base directory specification 0.8; Known Folders; Application Support).
 */
export function findStateFolder(user: UserEnvironment): string {
  const chosen = user.env['PUGMARK_STATE'];
  if (chosen !== undefined && chosen !== '') return pathOf(user).resolve(chosen);
  if (user.platform === 'win32')
    return win32.join(user.env['LOCALAPPDATA'] ?? win32.join(user.homeFolder, 'AppData', 'Local'), 'Pugmark', 'State');
  if (user.platform === 'darwin') return posix.join(user.homeFolder, 'Library', 'Application Support', 'Pugmark', 'State');
  return posix.join(xdgFolder(user, 'XDG_STATE_HOME', '.local/state'), 'pugmark');
}

/** The vault when none is named. */
export function findDefaultVaultFolder(user: UserEnvironment): string {
  const chosen = user.env['PUGMARK_VAULT'];
  if (chosen !== undefined && chosen !== '') return pathOf(user).resolve(chosen);
  if (user.platform === 'win32')
    return win32.join(user.env['LOCALAPPDATA'] ?? win32.join(user.homeFolder, 'AppData', 'Local'), 'Pugmark', 'Vault');
  if (user.platform === 'darwin') return posix.join(user.homeFolder, 'Library', 'Application Support', 'Pugmark', 'Vault');
  return posix.join(xdgFolder(user, 'XDG_DATA_HOME', '.local/share'), 'pugmark', 'vault');
}

/** The specification says to ignore a relative path in these variables. */
function xdgFolder(user: UserEnvironment, name: string, fallback: string): string {
  const value = user.env[name];
  return value !== undefined && posix.isAbsolute(value) ? value : posix.join(user.homeFolder, fallback);
}

function pathOf(user: UserEnvironment): typeof posix {
  return user.platform === 'win32' ? win32 : posix;
}
