const COLOURS = ['#a7b88c', '#c9b28a', '#8aa6a1', '#b7a0a0', '#97a7c4', '#c49a7c'] as const;

/** Pictures as the engine would serve them, drawn: tiles of a long page, thumbnails and media. Undefined for other addresses. */
export function drawEvidence(address: string): string | undefined {
  const tile = /^\/evidence\/tile\/(\d+)\/(\d+)\/(\d+)\/(\d+)$/.exec(address);
  if (tile !== null) {
    const [height = 0, level = 0, column = 0, row = 0] = tile.slice(1).map(Number);
    return drawTile(height, level, column, row);
  }
  const small = /^\/evidence\/(?:thumbnail|file)\/(\d+)$/.exec(address);
  return small === null ? undefined : drawThumbnail(Number(small[1]));
}

/** Lines of a page every 40 px with the number of their pixel row, so that a picture shows which part of it is seen. */
function drawTile(height: number, level: number, column: number, row: number): string {
  const scale = 2 ** level;
  const span = 256 * scale;
  const left = column * span;
  const top = row * span;
  const width = Math.min(256, Math.ceil((1280 - left) / scale));
  const high = Math.min(256, Math.ceil((height - top) / scale));
  const lines = [];
  const step = 40 * Math.max(1, scale / 2);
  for (let y = Math.floor(top / step) * step; y < Math.min(height, top + span); y += step) {
    const colour = COLOURS[(y / step) % COLOURS.length] ?? '#ccc';
    lines.push(`<rect x="60" y="${y + 8}" width="${y % (step * 5) === 0 ? 700 : 420}" height="${step * 0.6}" fill="${colour}"/>`);
    lines.push(`<text x="880" y="${y + 24}" font-size="20" font-family="sans-serif" fill="#333">row ${y}</text>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${high}" viewBox="${left} ${top} ${width * scale} ${high * scale}"><rect x="${left}" y="${top}" width="${span}" height="${span}" fill="#fffdf8"/>${lines.join('')}</svg>`;
}

function drawThumbnail(index: number): string {
  const colour = COLOURS[index % COLOURS.length] ?? '#ccc';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="300" viewBox="0 0 480 300"><rect width="480" height="300" fill="#fffdf8"/><rect width="480" height="36" fill="#2c4a7a"/><rect x="20" y="56" width="210" height="150" fill="${colour}"/><rect x="250" y="60" width="200" height="16" fill="#444"/><rect x="250" y="90" width="150" height="10" fill="#999"/><rect x="250" y="110" width="180" height="10" fill="#999"/></svg>`;
}
