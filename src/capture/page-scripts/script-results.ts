import { z } from 'zod';

/** CSS pixels; a page can make any of them absurd, but not another type. */
const pixels = z.number().min(-1e9).max(1e9);
const length = z.number().min(0).max(1e9);

const viewSchema = z.object({
  width: length,
  height: length,
  scale: z.number().min(0.01).max(100),
  scrollX: pixels,
  scrollY: pixels,
  documentWidth: length,
  documentHeight: length,
});
export type ViewState = Readonly<z.infer<typeof viewSchema>>;

const documentSizeSchema = z.object({ nodes: z.int().min(0), characters: z.int().min(0) });
export type DocumentSize = Readonly<z.infer<typeof documentSizeSchema>>;

const documentScrollSchema = z.object({ scrollX: pixels, scrollY: pixels, height: length, documentHeight: length });
export type DocumentScroll = Readonly<z.infer<typeof documentScrollSchema>>;

const scrollerSchema = z.object({
  x: pixels,
  y: pixels,
  width: length,
  height: length,
  scrollTop: pixels,
  scrollHeight: length,
  viewWidth: length,
  viewHeight: length,
  pageX: pixels,
  pageY: pixels,
});
export type ScrollerState = Readonly<z.infer<typeof scrollerSchema>>;

const elementScrollSchema = z.object({ scrollTop: pixels, scrollHeight: length, height: length });
export type ElementScroll = Readonly<z.infer<typeof elementScrollSchema>>;

const stuckSchema = z.object({ top: length, bottom: length });
export type StuckRows = Readonly<z.infer<typeof stuckSchema>>;

const notedSchema = z.object({ pictures: z.array(z.string().max(100_000)).max(5_000), pending: z.int().min(0) });
/** Pictures drawn in a view, and how many stand there that the page has not asked for. */
export type NotedView = Readonly<z.infer<typeof notedSchema>>;

const lostViewsSchema = z.object({
  views: z.int().min(0),
  lost: z.array(z.object({ y: pixels, height: length, seen: z.int().min(0), lost: z.int().min(0) })),
});
export type LostViews = z.infer<typeof lostViewsSchema>;

const resourcesSchema = z.array(z.tuple([z.string(), z.string()]));

/** Results of our scripts, checked. Each throws a `ZodError` on anything else. */
export const parseView = (value: unknown): ViewState => viewSchema.parse(value);
export const parseDocumentSize = (value: unknown): DocumentSize => documentSizeSchema.parse(value);
export const parseDocumentScroll = (value: unknown): DocumentScroll => documentScrollSchema.parse(value);
export const parseScroller = (value: unknown): ScrollerState => scrollerSchema.parse(value);
export const parseElementScroll = (value: unknown): ElementScroll => elementScrollSchema.parse(value);
export const parseStuck = (value: unknown): StuckRows => stuckSchema.parse(value);
export const parseNoted = (value: unknown): NotedView => notedSchema.parse(value);
export const parseLostViews = (value: unknown): LostViews => lostViewsSchema.parse(value);
export const parseResources = (value: unknown): readonly (readonly [url: string, initiator: string])[] => resourcesSchema.parse(value);
