import { PRACTICE_META } from '../../core/model/practice.ts';
import { markup, trusted } from '../server/markup.ts';
import { hostilePage, numberOf, type HostileAnswer } from './hostile.ts';

/** Pages that trouble the window, the person or the browser around them. */
export const HOSTILE_WINDOWS = {
  'alert-loop': () => hostilePage('Alerts', { script: `setTimeout(()=>{for(let i=0;;i++)alert('Alert '+i+': you have won');},50);` }),
  'dialog-loop': () =>
    hostilePage('Questions', { script: `setTimeout(()=>{for(let i=0;;i++){confirm('Sure? '+i);prompt('Your name? '+i,'nobody');}},50);` }),
  /** Wants to be asked before it is left; a click in the page arms it, as browsers demand. */
  beforeunload: () =>
    hostilePage('Stay!', { script: `addEventListener('beforeunload',(e)=>{e.preventDefault();e.returnValue='stay';return 'stay';});` }),
  'print-loop': () =>
    hostilePage('Paper', { script: `setInterval(()=>print(),100);addEventListener('beforeprint',()=>{document.title='printing';});` }),
  'popup-loop': () =>
    hostilePage('Windows', { script: `let n=0;setInterval(()=>{open('/hostile/landing?n='+(n++),'_blank','width=200,height=200');},50);` }),
  /** Closes itself after `?ms=` (300). */
  'close-self': (request) =>
    hostilePage('Goodbye', { script: `setTimeout(()=>{open('','_self');close();},${numberOf(request, 'ms', 300, 600_000)});` }),
  /** Goes elsewhere after `?ms=` (300). */
  'navigate-away': (request) =>
    hostilePage('Not for long', {
      script: `setTimeout(()=>{location.href='/hostile/landing';},${numberOf(request, 'ms', 300, 600_000)});`,
    }),
  /** Loads itself again every `?ms=` (300). */
  'reload-loop': (request) =>
    hostilePage('Again', { script: `setTimeout(()=>location.reload(),${numberOf(request, 'ms', 300, 600_000)});` }),
  landing: () => hostilePage('Landed'),
  permissions: () =>
    hostilePage('May I?', {
      script: `const ask=()=>{navigator.geolocation.getCurrentPosition(()=>{},()=>{});Notification.requestPermission();navigator.mediaDevices?.getUserMedia({audio:true,video:true}).catch(()=>{});navigator.clipboard?.readText().catch(()=>{});navigator.requestMIDIAccess?.({sysex:true}).catch(()=>{});navigator.storage?.persist();navigator.wakeLock?.request('screen').catch(()=>{});};ask();setInterval(ask,500);`,
    }),
  'history-flood': () =>
    hostilePage('History', {
      script: `let n=0;setInterval(()=>{for(let i=0;i<50;i++)history.pushState({},'','/hostile/history-flood?step='+(n++));},20);`,
    }),
  'hash-flood': () => hostilePage('Fragments', { script: `let n=0;setInterval(()=>{location.hash='step-'+(n++);},5);` }),
  'console-flood': () =>
    hostilePage('Talks to itself', { script: `setInterval(()=>{for(let i=0;i<500;i++)console.log('noise',i,'x'.repeat(200));},10);` }),
  /** Stops in the debugger whenever one listens. */
  debugger: () => hostilePage('Stop here', { script: `setInterval(()=>{debugger;},50);` }),
  'full-screen': () =>
    hostilePage('Large', {
      script: `const go=()=>document.documentElement.requestFullscreen?.().catch(()=>{});addEventListener('click',go);go();document.documentElement.requestPointerLock?.();`,
    }),
  'file-chooser': () =>
    hostilePage('A file, please', {
      body: markup`<input type="file" id="file">`,
      script: `setInterval(()=>document.querySelector('#file').click(),300);`,
    }),
  /** Other programs' addresses. */
  'external-protocol': () =>
    hostilePage('Other programs', { script: `setInterval(()=>{location.href='practice-market-nothing:open';},300);` }),
  /** Markup, script, control and direction characters wherever a page says what it is. */
  'markup-in-title': () => {
    const nasty =
      '</title><script>document.body.dataset.broken="yes"</script><img src=x onerror="document.body.dataset.broken=1"> & "quotes" \u202egpj.exe \u0007 {{7*7}} ${7*7} =1+1';
    const reply = hostilePage(nasty, {
      head: markup`<meta name="description" content="${nasty}"><meta property="og:title" content="${nasty}"><meta name="author" content="=HYPERLINK(&quot;http://practice-widgets.localhost/&quot;)">
<script type="application/ld+json">${trusted(JSON.stringify({ '@type': 'Product', name: nasty, __proto__: null, constructor: 'x' }).replaceAll('<', String.raw`\u003c`))}</script>`,
      body: markup`<p id="${nasty}" data-note="${nasty}">${nasty}</p>`,
    });
    return reply;
  },
  /** A second, contradicting marker and a title that a script changes all the time. */
  'changing-title': () =>
    hostilePage('Changing', {
      head: markup`<meta name="${PRACTICE_META}" content="0">`,
      script: `let n=0;setInterval(()=>{document.title='Title '+(n++);},10);`,
    }),
  'password-filled': () =>
    hostilePage('A filled form', {
      body: markup`<form method="post" action="/hostile/landing"><p><label>User <input name="user" value="practice-visitor" autocomplete="off"></label></p><p><label>Password <input type="password" name="password" id="password" value="paper-lantern-in-markup" autocomplete="off"></label></p>
<p><label>Typed <input type="password" name="typed" id="typed" autocomplete="off"></label></p><p><label>Card <input name="card" id="card" autocomplete="cc-number" value="0000 0000 0000 0000"></label></p>
<p><textarea name="message" id="message">From the markup</textarea></p><p><select name="choice" id="choice"><option value="a">A</option><option value="b">B</option></select> <label><input type="checkbox" id="agree" name="agree"> agree</label></p></form>`,
      script: `document.querySelector('#typed').value='typed-by-a-script';document.querySelector('#message').value='Changed after loading';document.querySelector('#choice').value='b';document.querySelector('#agree').checked=true;`,
    }),
} as const satisfies Readonly<Record<string, HostileAnswer>>;
