import type { CDPSession, Protocol } from 'puppeteer-core';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import type { CaptureStage, Observation } from '../../core/model/capture-record.ts';
import type { PageScript } from './page-script.ts';

const WORLD_NAME = 'pugmark';

/** Where a script runs: a frame, reached over the session of its process. */
export interface FramePlace {
  readonly session: CDPSession;
  readonly frameId: string;
}

type InjectedScript = Observation['injectedScripts'][number];

/** Runs our scripts in isolated worlds and remembers which. Rejects when the page does not answer or a script fails there; callers bound the wait. */
export class IsolatedWorlds {
  stage: CaptureStage = 'as-seen';
  readonly #hashing: Pick<Hashing, 'sha256'>;
  readonly #worlds = new Map<string, Promise<number>>();
  readonly #injected: InjectedScript[] = [];

  constructor(hashing: Pick<Hashing, 'sha256'>) {
    this.#hashing = hashing;
  }

  /** Every script that ran so far, once per part of the capture. */
  get injected(): readonly InjectedScript[] {
    return this.#injected;
  }

  /** Calls a script in a frame; its result as JSON values, unchecked: numbers in it may be the page's doing. */
  async run(place: FramePlace, script: PageScript, ...values: readonly (number | string)[]): Promise<unknown> {
    this.#remember(script);
    return this.#inWorld(place, async (executionContextId) =>
      readResult(
        await place.session.send('Runtime.callFunctionOn', {
          functionDeclaration: script.text,
          executionContextId,
          arguments: values.map((value) => ({ value })),
          returnByValue: true,
          awaitPromise: true,
        }),
      ),
    );
  }

  /** Takes hold of an element, also of one inside a closed shadow root. The id ends with the document. */
  async hold(place: FramePlace, backendNodeId: number): Promise<string> {
    const { object } = await this.#inWorld(place, (executionContextId) =>
      place.session.send('DOM.resolveNode', { backendNodeId, executionContextId }),
    );
    if (object.objectId === undefined) throw new Error('The element is gone');
    return object.objectId;
  }

  /** Takes hold of the element that has the keyboard; undefined when none has. */
  async holdFocused(place: FramePlace): Promise<string | undefined> {
    const { result } = await this.#inWorld(place, (contextId) =>
      place.session.send('Runtime.evaluate', { expression: 'document.activeElement', contextId }),
    );
    return result.subtype === 'node' ? result.objectId : undefined;
  }

  /** Calls a script as a method of a held element. */
  async runOn(place: FramePlace, objectId: string, script: PageScript, ...values: readonly (number | string)[]): Promise<unknown> {
    this.#remember(script);
    return readResult(
      await place.session.send('Runtime.callFunctionOn', {
        functionDeclaration: script.text,
        objectId,
        arguments: values.map((value) => ({ value })),
        returnByValue: true,
        awaitPromise: true,
      }),
    );
  }

  async #inWorld<T>(place: FramePlace, act: (contextId: number) => Promise<T>): Promise<T> {
    try {
      return await act(await this.#world(place));
    } catch (error) {
      // The frame has got another document since, and with it the world went away.
      if (!/context/i.test(error instanceof Error ? error.message : '')) throw error;
      this.#worlds.delete(place.frameId);
      return await act(await this.#world(place));
    }
  }

  #remember(script: PageScript): void {
    if (this.#injected.some(({ name, stage }) => name === script.name && stage === this.stage)) return;
    this.#injected.push({ name: script.name, sha256: sha256DigestOf(this.#hashing.sha256(toUtf8(script.text))), stage: this.stage });
  }

  #world({ session, frameId }: FramePlace): Promise<number> {
    const known = this.#worlds.get(frameId);
    if (known !== undefined) return known;
    const made = session.send('Page.createIsolatedWorld', { frameId, worldName: WORLD_NAME }).then((world) => world.executionContextId);
    this.#worlds.set(frameId, made);
    made.catch(() => this.#worlds.delete(frameId));
    return made;
  }
}

function readResult({ result, exceptionDetails }: Protocol.Runtime.CallFunctionOnResponse): unknown {
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
