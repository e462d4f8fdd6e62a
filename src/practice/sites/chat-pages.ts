import { scriptTag } from '../behaviours/behaviour.ts';
import type { Platform } from '../platforms/platform.ts';
import { platformDocument } from '../platforms/platform-document.ts';
import { markup, trusted } from '../server/markup.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { at, type Route } from './routes.ts';
import type { SiteOptions } from './site-options.ts';

/** Messages of the conversation; they are handed out in portions. */
const MESSAGES = 160;
const PORTION = 20;

const LINES: readonly (readonly [mine: boolean, text: string])[] = [
  [true, 'Goedenavond, is de grijze roodstaart er nog?'],
  [false, 'Ja hoor. En er komen er nog twee.'],
  [true, 'Hebben die een ring?'],
  [false, 'Nee, geen ring. Daarom ook die prijs.'],
  [true, 'En papieren?'],
  [false, 'Papieren zijn er niet. Wie papieren wil, betaalt het dubbele ergens anders.'],
  [true, 'Waar komen ze vandaan?'],
  [false, 'Van ver. Meer hoeft u niet te weten.'],
  [true, 'Kunt u ze brengen?'],
  [false, 'Halverwege, op de parkeerplaats bij Kromwaterdijk. Contant.'],
];

const CHAT_STYLE = `.chat{display:grid;grid-template-columns:300px 1fr;height:100%;background:#fff}
.chat nav{border-right:1px solid #e1e8f1;overflow-y:auto}
.chat nav div{padding:16px 20px;border-bottom:1px solid #eef2f7}
.chat nav div.on{background:#e8f1fd}
.chat nav small{display:block;color:#6a7a92}
.talk{display:flex;flex-direction:column;min-height:0;min-width:0}
.talk h2{margin:0;padding:14px 22px;border-bottom:1px solid #e1e8f1}
.messages{flex:1;min-height:0;overflow-y:auto;padding:20px;background:#f4f7fb;overflow-anchor:none}
.message{max-width:66%;margin:0 0 12px;padding:10px 14px;border-radius:14px;background:#fff;box-shadow:0 1px 2px #16325c1f;width:fit-content}
.message.mine{margin-left:auto;background:#d7e6fb}
.message small{display:block;color:#6a7a92;font-size:12px}
.message img{border-radius:10px;margin:6px 0;width:320px;height:240px}
.write{display:flex;gap:12px;padding:14px 22px;border-top:1px solid #e1e8f1}
.write input{flex:1;border:1px solid #c4d0e0;border-radius:999px;padding:10px 16px;font:inherit}`;

/** Conversations in a box that scrolls while the page does not. */
export function buildChatRoutes(platform: Platform, { context }: SiteOptions): readonly Route[] {
  function chatPage(direction: 'older' | 'newer'): Reply {
    return platformDocument(
      platform,
      platform.renderPage(context, {
        title: `Berichten - ${platform.name}`,
        app: true,
        head: markup`<style>${trusted(CHAT_STYLE)}</style>`,
        body: markup`<div class="chat"><nav><div class="on"><b>De Exotenhoek</b><small>Contant.</small></div><div><b>Zolderschatten</b><small>Het label is eraf.</small></div><div><b>Kruidenkamer Mei</b><small>Volgende zending in januari</small></div></nav>
<section class="talk"><h2>De Exotenhoek</h2><div class="messages" id="messages" data-direction="${direction}" data-total="${MESSAGES}"></div><div class="write"><input aria-label="Bericht" placeholder="Schrijf een bericht"><button class="button" style="margin:0">Stuur</button></div></section></div>`,
        foot: scriptTag('chat'),
      }),
    );
  }

  return [
    at('/berichten', () => chatPage('older')),
    at('/berichten/begin', () => chatPage('newer')),
    at('/api/messages', (request) => {
      const before = Number(request.query.get('before') ?? Number.NaN);
      const after = Number(request.query.get('after') ?? Number.NaN);
      const from = Number.isInteger(before) ? Math.max(0, before - PORTION) : Number.isInteger(after) ? Math.max(0, after + 1) : 0;
      const to = Number.isInteger(before) ? Math.min(MESSAGES, before) : Math.min(MESSAGES, from + PORTION);
      const messages = Array.from({ length: Math.max(0, to - from) }, (_, i) => {
        const index = from + i;
        const [mine, text] = LINES[index % LINES.length] ?? [true, ''];
        return {
          index,
          mine,
          text: `${text} (${index + 1})`,
          time: `${String(8 + Math.floor(index / 15)).padStart(2, '0')}:${String((index % 15) * 4).padStart(2, '0')}`,
          ...(index % 16 === 5 ? { picture: context.url('images', `/p/grey-parrot-${(index % 48) + 1}-320x240.png`) } : {}),
        };
      });
      return jsonReply({ messages });
    }),
  ];
}
