import type { Markup } from '../server/markup.ts';
import { documentReply, type Reply } from '../server/reply.ts';
import type { Platform } from './platform.ts';

/** A document in the platform's own charset. */
export function platformDocument(platform: Platform, document: Markup, status = 200): Reply {
  return documentReply(document, { status, charset: platform.id === 'attic' ? 'windows-1252' : 'utf-8' });
}
