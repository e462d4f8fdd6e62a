import { startTruthServer, type Route, type TruthServer } from './truth-server.ts';

const page = (title: string, body: string, script = ''): Route => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><title>${title}</title><body>${body}${script === '' ? '' : `<script>${script}</script>`}`,
});

const GRAB = `Promise.allSettled([document.documentElement.requestFullscreen(), document.body.requestPointerLock()])
  .then((all) => document.title = all.map(({ status }) => status).join(' '))`;

/** Every button does one hostile thing in the course of a real click: with a gesture of the user, browsers allow more. */
const BUTTONS: Readonly<Record<string, string>> = {
  'open-window': `window.opened = window.open('/popup-target')`,
  'open-window-without-opener': `window.open('/popup-target', '_blank', 'noopener')`,
  'open-blank-window': `const w = window.open(''); if (w) w.location = '/popup-target'`,
  'open-window-and-chase': `const w = window.open(''); const go = () => { try { if (w) w.location = '/popup-target?' + Math.random() } catch { } }; go(); setInterval(go, 0)`,
  'open-windows': `for (let i = 0; i < 40; i++) window.open('/popup-target?' + i)`,
  'choose-file': `document.querySelector('input[type=file]').click()`,
  'save-file': `const a = document.createElement('a'); a.href = URL.createObjectURL(new Blob(['three'])); a.download = '../CON\\u202excod.exe'; a.click()`,
  'save-files': `for (let i = 0; i < 20; i++) { const a = document.createElement('a'); a.href = '/file?' + i; a.download = 'f' + i; a.click() }`,
  print: `const t = performance.now(); window.print(); document.title = 'printed'`,
  close: `window.close()`,
  'full-screen': `document.documentElement.requestFullscreen().then(() => document.title = 'taken')`,
  'lock-pointer': `document.body.requestPointerLock().then(() => document.title = 'taken')`,
};

/**
 * Pages that try to freeze, flood, leave or trick the browser that looks at them, by path.
 * Cross-site frames are had by asking for the same path under another `.localhost` name.
 */
export const HOSTILE_ROUTES: Readonly<Record<string, Route>> = {
  '/ordinary': page('ordinary', '<p>An ordinary page.'),
  '/popup-target': page('popup', '<p>A window that nobody asked for.'),
  '/not-found': { status: 404, type: 'text/html', body: '<title>not found</title>This ad is gone.' },
  '/server-error': { status: 500, type: 'text/html', body: '<title>error</title>Something broke.' },
  '/not-found-empty': { status: 404 },
  '/empty': { type: 'text/html', body: '' },
  '/no-content': { status: 204 },
  '/reset-content': { status: 205 },
  '/wants-password': { status: 401, type: 'text/html', headers: { 'www-authenticate': 'Basic realm="x"' }, body: '<title>401</title>' },
  '/hangs-up': { raw: '' },
  '/garbage': { raw: '\u0000\u0001\u0002 this is no HTTP' },
  '/never': { type: 'text/html', body: 'x', delayMs: 10 * 60_000 },
  '/endless-body': { type: 'text/html', body: `<title>endless</title>${'<p>more'.repeat(50)}`, endlessEveryMs: 50 },
  // Begins and then says nothing more.
  '/stalled-body': { type: 'text/html', body: `<title>stalled</title>${'x'.repeat(2_000)}`, endlessEveryMs: 10 * 60_000 },
  '/redirect-loop': { status: 302, headers: { location: '/redirect-loop' } },
  '/redirect-to-file': { status: 302, headers: { location: 'file:///etc/passwd' } },
  '/redirect-to-script': { status: 302, headers: { location: 'javascript:alert(1)' } },
  '/redirect-to-program': { status: 302, headers: { location: 'other-program:go' } },
  '/redirect': { status: 301, headers: { location: '/ordinary' } },
  '/refresh': { type: 'text/html', body: '<title>one</title><meta http-equiv="refresh" content="0;url=/script-redirect">' },
  '/slow-refresh': { type: 'text/html', body: '<title>one</title><meta http-equiv="refresh" content="1;url=/ordinary">' },
  '/late-refresh': { type: 'text/html', body: '<title>stays</title><meta http-equiv="refresh" content="600;url=/ordinary">' },
  '/refresh-loop': { type: 'text/html', body: '<title>again</title><meta http-equiv="refresh" content="0;url=/refresh-loop">' },
  '/refresh-to-nowhere': {
    type: 'text/html',
    body: '<title>one</title><meta http-equiv="refresh" content="0;url=http://nowhere.invalid/">',
  },
  '/script-redirect': page('two', '', `addEventListener('load', () => setTimeout(() => { location = '/ordinary' }, 50))`),
  '/file': {
    type: 'application/octet-stream',
    headers: { 'content-disposition': 'attachment; filename="../../bad name.exe"' },
    body: 'MZ'.repeat(100),
  },
  '/pdf': { type: 'application/pdf', body: '%PDF-1.4\n%%EOF' },
  '/endless-file': { type: 'application/octet-stream', body: 'x'.repeat(100_000), endlessEveryMs: 20 },
  '/dialogs': page(
    'dialogs',
    '',
    `alert('one\\u202e\\n'); window.answers = [confirm('two'), prompt('three', 'x')]; document.title = JSON.stringify(window.answers)`,
  ),
  '/many-dialogs': page('many', '', `for (let i = 0; i < 60; i++) alert(i); document.title = 'through'`),
  '/endless-dialogs': page('endless', '<p>x', `setTimeout(() => { for (;;) alert('again') }, 100)`),
  '/beforeunload': page('stay', '<p>x', `addEventListener('beforeunload', (e) => e.preventDefault())`),
  '/leaves': page(
    'leaves',
    '<button id="go">go</button>',
    `document.getElementById('go').onclick = () => { location = '/ordinary' }; window.leave = () => { location = '/ordinary' }`,
  ),
  '/busy': page('busy', '<p>x', `addEventListener('load', () => setTimeout(() => { for (;;); }, 100))`),
  '/busy-at-once': page('busy', '<p>x', `for (;;);`),
  '/memory': page(
    'memory',
    '<p>x',
    `setTimeout(() => { const kept = []; for (;;) kept.push(new Array(1e5).fill(kept.length + Math.random())); }, 100)`,
  ),
  '/opens-without-gesture': page('opens', '', `for (let i = 0; i < 30; i++) window.open('/popup-target?' + i); document.title = 'tried'`),
  '/asks-permissions': page(
    'asks',
    '',
    `const asked = {
      geolocation: new Promise((r) => navigator.geolocation.getCurrentPosition(() => r('granted'), (e) => r('refused'))),
      notifications: Notification.requestPermission().then((s) => s === 'granted' ? 'granted' : 'refused'),
      camera: navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', () => 'refused'),
      clipboard: navigator.clipboard.readText().then(() => 'granted', () => 'refused'),
    };
    Promise.all(Object.entries(asked).map(async ([k, v]) => k + ' ' + await v)).then((all) => document.title = all.join(', '));`,
  ),
  '/grabs-the-screen': page('grabs', '<p>x', GRAB),
  // Several are always under way, however slow the machine is.
  '/polls': page('polls', '<p>x', `setInterval(() => fetch('/poll?' + Math.random()), 100)`),
  '/poll': { type: 'text/plain', body: 'x', delayMs: 800 },
  '/prerenders': page(
    'prerenders',
    '<script type="speculationrules">{"prerender":[{"urls":["/ordinary?prerendered"],"eagerness":"immediate"}]}</script>',
  ),
  '/buttons': page(
    'buttons',
    `<input type="file">${Object.keys(BUTTONS)
      .map((id) => `<button id="${id}">${id}</button>`)
      .join('')}`,
    Object.entries(BUTTONS)
      .map(([id, act]) => `document.getElementById('${id}').onclick = () => { ${act} };`)
      .join('\n'),
  ),
};

export function startHostileServer(more: Readonly<Record<string, Route>> = {}, endWith?: (end: () => void) => void): Promise<TruthServer> {
  return startTruthServer({ ...HOSTILE_ROUTES, ...more }, endWith);
}
