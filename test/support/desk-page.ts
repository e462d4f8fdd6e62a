import type { Route } from './truth-server.ts';

/** What stands on the desk, left to right and down: each 200 x 50 px, so that a test can point at it without asking the page. */
const THINGS = {
  link: '<a href="/next">next</a>',
  field: '<input id="field">',
  select: '<select id="select"><option>one<option disabled>two<optgroup label="more"><option>three</optgroup></select>',
  files: '<input type="file" id="files" multiple>',
  window: '<button onclick="window.opened = window.open(\'/popup\')">window</button>',
  blank: '<a href="/popup?noopener" target="_blank">blank</a>',
  scripted: `<button onclick="const w = window.open(''); w.document.write('<title>written</title>'); w.location = '/popup?scripted'">scripted</button>`,
  windows: '<button onclick="for (let i = 0; i < 30; i++) window.open(\'/popup?\' + i)">windows</button>',
  'close-window': '<button onclick="window.opened.close()">close it</button>',
  ask: "<button onclick=\"alert('one\\ntwo'); document.title = JSON.stringify([confirm('sure'), prompt('who', 'me')])\">ask</button>",
  alerts: '<button onclick="for (;;) alert(\'again\')">alerts</button>',
  file: '<a href="/file">file</a>',
  'in-page': `<button onclick="fetch('/more').then((r) => r.text()).then((text) => { history.pushState({}, '', '/desk/opened'); document.getElementById('shown').textContent = text; document.title = 'opened' })">open</button>`,
  permission:
    "<button onclick=\"navigator.geolocation.getCurrentPosition(() => { document.title = 'granted' }, () => { document.title = 'refused' })\">where</button>",
  stay: "<button onclick=\"window.addEventListener('beforeunload', (e) => e.preventDefault()); document.title = 'stays'\">stay</button>",
} as const;

export type DeskThing = keyof typeof THINGS;

const NAMES = Object.keys(THINGS) as DeskThing[];
const COLUMNS = 5;

/** The middle of a thing in the view. */
export function placeOf(thing: DeskThing): { readonly x: number; readonly y: number } {
  const index = NAMES.indexOf(thing);
  return { x: 10 + (index % COLUMNS) * 210 + 30, y: 10 + Math.floor(index / COLUMNS) * 60 + 12 };
}

const html = (title: string, body: string): Route => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><title>${title}</title><link rel="icon" href="data:,"><body style="margin:0">${body}`,
});

export const DESK_ROUTES: Readonly<Record<string, Route>> = {
  '/desk': html(
    'desk',
    `<style>.thing{position:absolute;width:200px;height:50px}.thing>*{width:200px;height:25px;display:block}</style>
${NAMES.map((name, i) => `<div class="thing" style="left:${10 + (i % COLUMNS) * 210}px;top:${10 + Math.floor(i / COLUMNS) * 60}px">${THINGS[name]}</div>`).join('\n')}
<p id="shown" style="margin-top:400px">nothing yet</p><img src="/picture">
<script>
  const tell = () => { document.title = [field.value, select.selectedIndex, files.files.length].join(' ') };
  for (const id of ['field', 'select', 'files']) document.getElementById(id).addEventListener('change', tell);
  field.addEventListener('input', tell);
  addEventListener('keydown', (e) => e.key === 'F2' && (document.title = ['key', e.keyCode, e.code, e.shiftKey].join(' ')));
</script>`,
  ),
  '/next': html('next', '<p>The next page.'),
  '/more': { type: 'text/plain', body: 'what the page asked for later' },
  '/picture': {
    type: 'image/svg+xml',
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="red"/></svg>',
  },
  '/popup': html('popup', '<p>A window.<button style="position:absolute;left:10px;top:10px" onclick="window.close()">close</button>'),
};
