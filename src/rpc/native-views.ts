import { z } from 'zod';
import { idSchema } from './contract/define.ts';

/**
 * What engine and Electron's main process say to each other about the views of the embedded browser: the engine asks, main
 * does and tells. Both are ours, but what main tells comes from pages, and what the engine asks is acted upon with the rights
 * of the whole app: both are judged.
 */

const browserId = idSchema;
const viewId = idSchema;
const record = z.record(z.string(), z.unknown());

export const viewRequestSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('open-browser'),
    browser: browserId,
    proxy: z.string().max(300).optional(),
    language: z.string().max(35).optional(),
    acceptInvalidTls: z.boolean(),
    /** Hosts that exist; absent: all. */
    onlyHosts: z.array(z.string()).optional(),
    /** Absolute path of a folder for downloads under way. */
    downloadFolder: z.string(),
  }),
  z.strictObject({ do: z.literal('clear-browser'), browser: browserId }),
  z.strictObject({ do: z.literal('close-browser'), browser: browserId }),
  /** A blank view, its debugger attached; nothing has been asked for. */
  z.strictObject({ do: z.literal('open-view'), browser: browserId, view: viewId }),
  z.strictObject({ do: z.literal('close-view'), view: viewId }),
  z.strictObject({
    do: z.literal('place-view'),
    view: viewId,
    left: z.number(),
    top: z.number(),
    width: z.number(),
    height: z.number(),
    visible: z.boolean(),
  }),
  z.strictObject({
    do: z.literal('command'),
    view: viewId,
    method: z.string().max(100),
    params: record,
    session: z.string().max(100).optional(),
  }),
  z.strictObject({ do: z.literal('detach'), view: viewId }),
  z.strictObject({ do: z.literal('print'), view: viewId, params: record }),
  z.strictObject({ do: z.literal('cancel-download'), download: idSchema }),
  /** The system's store for keys, which main alone reaches. */
  z.strictObject({ do: z.literal('read-key-store') }),
  /** Base64 in, base64 out. */
  z.strictObject({ do: z.literal('protect-key'), bytes: z.base64().max(65_536) }),
  z.strictObject({ do: z.literal('unprotect-key'), sealed: z.base64().max(65_536) }),
]);
export type ViewRequest = z.infer<typeof viewRequestSchema>;
export type KeyStoreRequest = Extract<ViewRequest, { do: 'read-key-store' | 'protect-key' | 'unprotect-key' }>;

/** Answer to `read-key-store`. */
export const keyStoreStateSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('available'), name: z.string().max(100) }),
  z.strictObject({ state: z.literal('unavailable'), reason: z.enum(['plain-text', 'no-store', 'other-shell']) }),
]);
/** Answer to `protect-key` and `unprotect-key`. */
export const keyBytesSchema = z.base64().max(65_536);

export const viewNewsSchema = z.discriminatedUnion('news', [
  z.strictObject({ news: z.literal('message'), view: viewId, method: z.string(), params: z.unknown(), session: z.string() }),
  z.strictObject({ news: z.literal('detached'), view: viewId, reason: z.string() }),
  /** Its renderer crashed, or the view was destroyed. */
  z.strictObject({ news: z.literal('gone'), view: viewId, reason: z.enum(['renderer-crashed', 'page-closed']), detail: z.string() }),
  /** A page asked for a window; none was opened. */
  z.strictObject({ news: z.literal('window-wanted'), view: viewId, url: z.string() }),
  z.strictObject({ news: z.literal('permission-refused'), view: viewId, permission: z.string() }),
  z.strictObject({
    news: z.literal('download-begun'),
    view: viewId,
    download: idSchema,
    url: z.string(),
    suggestedName: z.string(),
    path: z.string(),
  }),
  z.strictObject({ news: z.literal('download-progress'), view: viewId, download: idSchema, receivedBytes: z.int().min(0) }),
  z.strictObject({ news: z.literal('download-ended'), view: viewId, download: idSchema, complete: z.boolean(), path: z.string() }),
]);
export type ViewNews = z.infer<typeof viewNewsSchema>;

/** Facts of the browser in which views are shown; answer to `open-browser`. */
export const viewBrowserFactsSchema = z.strictObject({ product: z.string(), userAgent: z.string(), sandbox: z.boolean() });
/** Answer to `open-view`. */
export const openedViewSchema = z.strictObject({ targetId: z.string() });

/** One message over the port between the two processes. */
export const viewMessageSchema = z.union([
  z.strictObject({ id: z.int(), request: viewRequestSchema }),
  z.strictObject({ id: z.int(), answer: z.unknown() }),
  z.strictObject({ id: z.int(), failure: z.string() }),
  z.strictObject({ tell: viewNewsSchema }),
]);
export type ViewMessage = z.infer<typeof viewMessageSchema>;
