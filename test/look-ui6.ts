import { startPreview } from './renderer/preview/preview-server.ts';
import { launchBareBrowser } from './support/bare-page.ts';
const [preview, browser] = await Promise.all([startPreview(41777), launchBareBrowser()]);
const page = await browser.newPage();
page.on('pageerror', (e) => console.log('PAGEERROR', String(e)));
page.on('console', (m) => { if (m.type() === 'error' && !m.text().includes('404')) console.log('CONSOLE', m.text()); });
const script = process.argv[2]!;
const { run } = await import(script);
try { await run(page, preview, browser); } catch (e) { console.log('FAILED', e); await page.screenshot({ path: '/tmp/ui6/failed.png' }); }
await browser.close(); await preview.close();
process.exit(0);
