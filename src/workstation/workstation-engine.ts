import { composeSurfaces } from '../engine/composition.ts';
import type { Engine } from '../engine/engine.ts';
import { startEngine as startBareEngine, type EngineOptions } from '../engine/start-engine.ts';

/** The engine of this shell: its embedded browser is a Chromium of ours, shown as a live picture. Throws as `startEngine` of the engine. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  return await startBareEngine({ ...options, surfaces: await composeSurfaces() });
}
