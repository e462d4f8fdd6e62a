import { startPracticeMarket } from '../src/practice/practice-market.ts';

// Serves until the process that asked for it lets go.
const market = await startPracticeMarket();
const many = market.ads.filter(({ features }) => features.includes('stock') || features.includes('plain')).slice(0, 60);
const { id, url: bench } = market.adWith('bench');
await market.drawPictures([id, ...many.map((ad) => ad.id)]);
process.once('disconnect', () => void market.close().then(() => process.exit()));
process.send?.({ bench, ruler: market.url('widgets', '/ruler'), many: many.map(({ url }) => url) });
