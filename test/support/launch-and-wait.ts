import { tmpdir } from 'node:os';
import { launchBrowser } from '../../src/capture/browser/launch-browser.ts';

// Run as a program: launches the browser named by the first word, opens a page, says its process id, and stays.
const [, , executablePath = '', scratchFolder = tmpdir()] = process.argv;
const browser = await launchBrowser({ executablePath, scratchFolder });
await browser.openPage();
process.stdout.write(`${browser.processId}\n`);
setInterval(() => undefined, 60_000);
