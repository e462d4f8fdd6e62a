import { describe, expect, it } from 'vitest';
import { findDefaultVaultFolder, findStateFolder } from '../../src/platform/user-folders.ts';

describe('folders of a user', () => {
  it('follow the platform', () => {
    const linux = { platform: 'linux', homeFolder: '/home/someone', env: {} } as const;
    expect(findStateFolder(linux)).toBe('/home/someone/.local/state/pugmark');
    expect(findDefaultVaultFolder(linux)).toBe('/home/someone/.local/share/pugmark/vault');
    expect(findStateFolder({ ...linux, env: { XDG_STATE_HOME: '/var/state' } })).toBe('/var/state/pugmark');
    // The specification: a relative path is to be ignored.
    expect(findStateFolder({ ...linux, env: { XDG_STATE_HOME: 'state' } })).toBe('/home/someone/.local/state/pugmark');

    const mac = { platform: 'darwin', homeFolder: '/Users/someone', env: {} } as const;
    expect(findStateFolder(mac)).toBe('/Users/someone/Library/Application Support/Pugmark/State');
    expect(findDefaultVaultFolder(mac)).toBe('/Users/someone/Library/Application Support/Pugmark/Vault');

    const windows = { platform: 'win32', homeFolder: 'C:\\Users\\someone', env: {} } as const;
    expect(findStateFolder(windows)).toBe('C:\\Users\\someone\\AppData\\Local\\Pugmark\\State');
    expect(findStateFolder({ ...windows, env: { LOCALAPPDATA: 'D:\\Local' } })).toBe('D:\\Local\\Pugmark\\State');
    expect(findDefaultVaultFolder(windows)).toBe('C:\\Users\\someone\\AppData\\Local\\Pugmark\\Vault');
  });

  it('give way to a choice', () => {
    const linux = {
      platform: 'linux',
      homeFolder: '/home/someone',
      env: { PUGMARK_STATE: '/media/state', PUGMARK_VAULT: '/media/vault' },
    } as const;
    expect(findStateFolder(linux)).toBe('/media/state');
    expect(findDefaultVaultFolder(linux)).toBe('/media/vault');
    expect(findStateFolder({ ...linux, env: { PUGMARK_STATE: '' } })).toBe('/home/someone/.local/state/pugmark');
  });
});
