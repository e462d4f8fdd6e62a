import type { PracticePlatform } from '../ads/ad.ts';
import { ATTIC } from './attic.ts';
import { GRENIER } from './grenier.ts';
import { KRAAMPJE } from './kraampje.ts';
import type { Platform } from './platform.ts';

export const PLATFORMS: Readonly<Record<PracticePlatform, Platform>> = { grenier: GRENIER, kraampje: KRAAMPJE, attic: ATTIC };

/** Icon of a platform, by its colours. */
export function iconOf(platform: PracticePlatform): string {
  const color = { grenier: '#1f5c4a', kraampje: '#f26b3a', attic: '#5b2a86' }[platform];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${color}"/><path d="M6 17 16 8l10 9v8H6z" fill="#fff"/></svg>`;
}
