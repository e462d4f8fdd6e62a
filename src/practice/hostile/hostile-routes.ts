import { matching, type Route } from '../sites/routes.ts';
import type { HostileAnswer } from './hostile.ts';
import { HOSTILE_BODIES } from './hostile-bodies.ts';
import { HOSTILE_CONTENT } from './hostile-content.ts';
import { HOSTILE_WINDOWS } from './hostile-windows.ts';

const ANSWERS = { ...HOSTILE_BODIES, ...HOSTILE_WINDOWS, ...HOSTILE_CONTENT } as const;

export type HostileName = keyof typeof ANSWERS;

/** Every hostile page, under `/hostile/<name>` on practice-widgets. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of an object literal are what its type says
export const HOSTILE_NAMES = Object.keys(ANSWERS) as readonly HostileName[];

const BY_NAME: ReadonlyMap<string, HostileAnswer> = new Map(Object.entries(ANSWERS));

export function buildHostileRoutes(): readonly Route[] {
  return [matching(/^\/hostile\/([a-z-]+)$/, ([name], request) => BY_NAME.get(name ?? '')?.(request))];
}
