import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import fr from '../../../resources/locales/fr.json' with { type: 'json' };
import nl from '../../../resources/locales/nl.json' with { type: 'json' };
import type { StaticFile } from '../static-files.ts';
import { START_PATH } from './start-path.ts';

/** What a window gets that has no session: the page that makes one, or says in all languages how to get one. */
export function readStartPage(): ReadonlyMap<string, StaticFile> {
  return new Map([
    [START_PATH, { contentType: 'text/html; charset=utf-8', bytes: Buffer.from(buildPage()) }],
    ['/start.js', { contentType: 'text/javascript; charset=utf-8', bytes: read('start.mjs') }],
    ['/start.css', { contentType: 'text/css; charset=utf-8', bytes: read('start.css') }],
  ]);
}

function read(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, name));
}

/** Its texts are ours alone: nothing of a request is in it. */
function buildPage(): string {
  const said = Object.entries({ en, fr, nl }).map(
    ([language, texts]) => `<p lang="${language}">${texts['app.workstation.no-session']}</p>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Pugmark</title>
<link rel="stylesheet" href="/start.css">
<script type="module" src="/start.js"></script>
</head>
<body>
<main hidden>
${said.join('\n')}
</main>
</body>
</html>
`;
}
