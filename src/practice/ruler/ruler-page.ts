import { buildDocument, buildRibbon, RIBBON_STYLE } from '../platforms/document.ts';
import { markup, trusted } from '../server/markup.ts';
import { documentReply, type PracticeRequest, type Reply } from '../server/reply.ts';
import { buildRulerBlocks, RULER, rulerRowsOf } from './ruler.ts';

const MAX_HEIGHT_PX = 400_000;

const STYLE = `${RIBBON_STYLE}
*{box-sizing:border-box}
html,body{margin:0;background:#fff}
body{position:relative;overflow-x:hidden;font:14px/1 system-ui,sans-serif;color:#444}
header{position:sticky;top:0;z-index:4;height:${RULER.headerPx}px;background:#1f5c4a;color:#fff;display:flex;align-items:center;padding:20px 20px 0;font-size:18px;font-weight:600}
.row{position:absolute;left:0;right:0;height:${RULER.rowHeightPx}px;border-bottom:1px solid #ddd}
.row svg{position:absolute;left:0;top:0}
.row b{position:absolute;left:${RULER.leftPx + 20 * RULER.blockPx}px;top:40px;font:600 22px/1 ui-monospace,monospace}
.row i{position:absolute;left:${RULER.leftPx + 30 * RULER.blockPx}px;right:40px;top:34px;height:32px;border-radius:8px}`;

/** A page of `?height=` pixels (40,000 if not said) with a sticky header and a numbered row every 100 px. */
export function buildRulerReply(request: PracticeRequest): Reply {
  const asked = Number(request.query.get('height') ?? RULER.defaultHeightPx);
  const height = Number.isInteger(asked) ? Math.min(MAX_HEIGHT_PX, Math.max(RULER.firstRowPx, asked)) : RULER.defaultHeightPx;
  const rows = Array.from({ length: Math.min(rulerRowsOf(height), 2 ** RULER.bits) }, (_, index) => {
    const blocks = buildRulerBlocks(index).flatMap((black, i) =>
      black
        ? [`M${RULER.leftPx + i * RULER.blockPx} ${RULER.topPx}h${RULER.blockPx}v${RULER.bottomPx - RULER.topPx}h-${RULER.blockPx}z`]
        : [],
    );
    return markup`<div class="row" style="top:${RULER.firstRowPx + index * RULER.rowHeightPx}px"><svg width="320" height="100"><path d="${blocks.join('')}" fill="#000" shape-rendering="crispEdges"/></svg><b>${index}</b><i style="background:hsl(${(index * 7) % 360} 45% 82%)"></i></div>`;
  });
  return documentReply(
    buildDocument({
      language: 'en',
      title: `Ruler, ${height} px`,
      charset: 'utf-8',
      head: markup`<style>${trusted(`${STYLE}\nbody{height:${height}px}`)}</style>`,
      body: markup`${buildRibbon('en')}<header>A page of ${height} px</header>${rows}`,
    }),
  );
}
