import type { CDPSession } from 'puppeteer-core';
import { z } from 'zod';
import type { PageQuestion } from '../../core/model/page-view.ts';
import { withDeadline } from '../browser/deadline.ts';
import type { FramePlace, IsolatedWorlds } from '../page-scripts/isolated-worlds.ts';
import { CHOOSE_IN_SELECT, OPEN_SELECT } from '../page-scripts/select-script.ts';

type SelectQuestion = Extract<PageQuestion, { kind: 'select' }>;

/** A drop-down list that the person opened. Its native list is a window of its own, and no part of the picture of the page. */
export interface OpenSelect extends Pick<SelectQuestion, 'box' | 'multiple' | 'options'> {
  /** Indices into `options`, as the browser would set them: `input` and `change` follow. */
  choose(selected: readonly number[]): Promise<void>;
}

const openedSchema = z.object({
  width: z.number(),
  height: z.number(),
  options: z.array(z.object({ label: z.string(), selected: z.boolean(), disabled: z.boolean(), group: z.string().nullable() })),
});

/** A page that does not answer within this has no list to show. */
const ASK_MS = 250;

export class SelectLists {
  readonly #session: CDPSession;
  readonly #worlds: () => IsolatedWorlds;
  readonly #mainFrameId: () => string;

  constructor(session: CDPSession, worlds: () => IsolatedWorlds, mainFrameId: () => string) {
    this.#session = session;
    this.#worlds = worlds;
    this.#mainFrameId = mainFrameId;
  }

  /** The list under a point of the view, which will not open by itself at the click that follows; undefined when there is none. */
  at(x: number, y: number): Promise<OpenSelect | undefined> {
    return this.#bounded(async () => {
      const { backendNodeId, frameId } = await this.#session.send('DOM.getNodeForLocation', {
        x: Math.floor(x),
        y: Math.floor(y),
        includeUserAgentShadowDOM: false,
      });
      return this.#open(frameId, backendNodeId);
    });
  }

  /** The list that has the keyboard, in the main document. */
  focused(): Promise<OpenSelect | undefined> {
    return this.#bounded(async () => {
      const place = { session: this.#session, frameId: this.#mainFrameId() };
      const objectId = await this.#worlds().holdFocused(place);
      if (objectId === undefined) return undefined;
      const { node } = await this.#session.send('DOM.describeNode', { objectId });
      return this.#open(place.frameId, node.backendNodeId);
    });
  }

  async #bounded(find: () => Promise<OpenSelect | undefined>): Promise<OpenSelect | undefined> {
    return withDeadline(find(), { ms: ASK_MS, what: 'look for a list' }).catch(() => undefined);
  }

  async #open(frameId: string, backendNodeId: number): Promise<OpenSelect | undefined> {
    const place: FramePlace = { session: this.#session, frameId };
    const worlds = this.#worlds();
    const objectId = await worlds.hold(place, backendNodeId);
    const opened = openedSchema.nullable().parse(await worlds.runOn(place, objectId, OPEN_SELECT));
    if (opened === null) return undefined;
    const { quads } = await this.#session.send('DOM.getContentQuads', { objectId });
    const [left = 0, top = 0] = quads[0] ?? [];
    return {
      multiple: false,
      box: { left, top, width: opened.width, height: opened.height },
      options: opened.options.map(({ group, ...option }) => (group === null ? option : { ...option, group })),
      choose: async (selected) => {
        const [index] = selected;
        if (index !== undefined) await worlds.runOn(place, objectId, CHOOSE_IN_SELECT, index);
      },
    };
  }
}
