import { seeded } from '../pictures/seeded.ts';
import { buildPng } from '../pictures/png.ts';
import { markup, trusted } from '../server/markup.ts';
import { documentReply } from '../server/reply.ts';
import { hostileDocument, hostilePage, numberOf, type HostileAnswer } from './hostile.ts';

const LIES = `
const lie=(owner,name,make)=>{const was=Object.getOwnPropertyDescriptor(owner,name);if(!was||!was.configurable)return;Object.defineProperty(owner,name,was.get?{configurable:true,get:make,set:was.set}:{configurable:true,writable:true,value:make});};
const say=()=>{window.liesTold=(window.liesTold||0)+1;return 'LIE';};
for(const name of ['map','forEach','filter','push','join','slice','includes','find','flatMap','concat'])lie(Array.prototype,name,function(){say();return [];});
lie(JSON,'stringify',()=>{say();return '"LIE"';});lie(JSON,'parse',()=>{say();return {lie:true};});
for(const name of ['querySelector','querySelectorAll','getElementById','getElementsByTagName','createTreeWalker','evaluate'])lie(Document.prototype,name,()=>{say();return null;});
for(const name of ['getAttribute','querySelectorAll','getBoundingClientRect','attachShadow','matches','closest'])lie(Element.prototype,name,()=>{say();return null;});
for(const name of ['outerHTML','innerHTML','shadowRoot','tagName','scrollHeight','scrollTop'])lie(Element.prototype,name,say);
for(const name of ['textContent','childNodes','nodeType','nodeName','parentNode'])lie(Node.prototype,name,say);
lie(HTMLElement.prototype,'innerText',say);lie(Document.prototype,'documentElement',()=>{say();return null;});lie(Document.prototype,'title',say);lie(Document.prototype,'characterSet',say);
lie(XMLSerializer.prototype,'serializeToString',say);lie(Function.prototype,'toString',say);lie(Object.prototype,'toString',say);lie(Object.prototype,'hasOwnProperty',()=>{say();return true;});
lie(String.prototype,'replace',say);lie(String.prototype,'split',()=>{say();return [];});lie(RegExp.prototype,'exec',()=>{say();return null;});
lie(Promise.prototype,'then',function(){say();return new Promise(()=>{});});lie(window,'fetch',()=>{say();return Promise.reject(new Error('LIE'));});lie(window,'getComputedStyle',()=>{say();return {};});
lie(window,'requestAnimationFrame',()=>{say();return 0;});lie(window,'setTimeout',()=>{say();return 0;});lie(window,'scrollTo',say);
lie(Performance.prototype,'getEntriesByType',()=>{say();return [];});lie(Performance.prototype,'now',()=>{say();return 0;});lie(Date,'now',()=>{say();return 0;});lie(Date.prototype,'toISOString',say);
lie(Map.prototype,'get',say);lie(Map.prototype,'set',say);lie(Set.prototype,'add',say);
Object.defineProperty(Object.prototype,'toJSON',{configurable:true,value(){return 'LIE';}});
Object.defineProperty(Object.prototype,'then',{configurable:true,get(){window.thenRead=(window.thenRead||0)+1;return undefined;}});
lie(Array.prototype,Symbol.iterator,function*(){say();});
`;

/** Pages whose content, size or scripts are the trouble. */
export const HOSTILE_CONTENT = {
  'overridden-prototypes': () => hostilePage('Nothing says the truth', { script: LIES }),
  /** Never yields from `?after=` ms (1,500) on. */
  'busy-loop': (request) => hostilePage('Busy', { script: `setTimeout(()=>{for(;;);},${numberOf(request, 'after', 1500, 600_000)});` }),
  /** Fills `?mb=` MiB (256) in the renderer, in steps, from `?after=` ms (500) on. */
  'memory-bomb': (request) =>
    hostilePage('Heavy', {
      script: `const kept=[];const step=()=>{if(kept.length*16>=${numberOf(request, 'mb', 256, 65_536)}){document.body.dataset.filled='yes';return;}kept.push(new Float64Array(2097152).fill(Math.random()));setTimeout(step,10);};setTimeout(step,${numberOf(request, 'after', 500, 600_000)});`,
    }),
  /** A hundred elements every `?every=` ms (20), for ever. */
  'growing-dom': (request) =>
    hostilePage('Growing', {
      script: `let n=0;setInterval(()=>{for(let i=0;i<100;i++){const p=document.createElement('p');p.textContent='Grown '+(n++);document.querySelector('main').append(p);}},${numberOf(request, 'every', 20, 600_000)});`,
    }),
  /** Grows by a screen whenever it is scrolled. */
  'endless-scroll': () =>
    hostilePage('There is always more', {
      script: `let n=0;const grow=()=>{for(let i=0;i<20;i++){const p=document.createElement('p');p.style.height='60px';p.textContent='More '+(n++);document.querySelector('main').append(p);}};grow();addEventListener('scroll',grow);`,
    }),
  /** Scrolls back to its top whenever it is scrolled. */
  'scroll-back': () =>
    hostilePage('Back to the top', {
      body: Array.from({ length: 200 }, (_, i) => markup`<p>Line ${i}</p>`),
      script: `addEventListener('scroll',()=>{scrollTo(0,0);});`,
    }),
  /** Every element changes all the time. */
  'mutating-dom': () =>
    hostilePage('Restless', {
      body: Array.from({ length: 300 }, (_, i) => markup`<p class="m">Line ${i}</p>`),
      script: `let n=0;setInterval(()=>{n++;for(const p of document.querySelectorAll('.m')){p.textContent='Line '+Math.random();p.style.height=20+(n%20)+'px';if(n%3===0)p.parentNode.append(p);}},16);`,
    }),
  /** `?height=` px (100,000). */
  tall: (request) => {
    const height = numberOf(request, 'height', 100_000, 30_000_000);
    return hostilePage('Tall', {
      head: markup`<style>${trusted(`body{height:${height}px;background:linear-gradient(#fff,#cfe3d6)}#bottom{position:absolute;top:${Math.max(0, height - 60)}px;left:24px}`)}</style>`,
      body: markup`<p id="bottom">The bottom.</p>`,
    });
  },
  /** `?width=` px (30,000). */
  wide: (request) =>
    hostilePage('Wide', {
      body: markup`<div style="width:${numberOf(request, 'width', 30_000, 30_000_000)}px;height:40px;background:#cfe3d6"></div>`,
    }),
  /** `?count=` (5,000) pictures of 8 x 8 px. */
  'many-images': (request) =>
    hostilePage('Many pictures', {
      body: markup`<div>${Array.from({ length: numberOf(request, 'count', 5000, 100_000) }, (_, i) => markup`<img src="/hostile/image?n=${i}" width="8" height="8" alt="">`)}</div>`,
    }),
  /** `?depth=` (50,000) elements, one in the other. */
  'deep-dom': (request) => {
    const depth = numberOf(request, 'depth', 50_000, 1_000_000);
    return documentReply(
      hostileDocument('Deep', { body: trusted(`${'<div>'.repeat(depth)}<p id="deepest">Deepest</p>${'</div>'.repeat(depth)}`) }),
    );
  },
  /** The same by script, past what the parser would build. */
  'deep-dom-script': (request) =>
    hostilePage('Deeper', {
      script: `let at=document.querySelector('main');for(let i=0;i<${numberOf(request, 'depth', 50_000, 1_000_000)};i++){const d=document.createElement('div');at.append(d);at=d;}at.textContent='Deepest';`,
    }),
  /** `?count=` (300) frames, each a document of its own. */
  'frame-flood': (request) =>
    hostilePage('Frames', {
      body: Array.from(
        { length: numberOf(request, 'count', 300, 10_000) },
        (_, i) => markup`<iframe src="/hostile/landing?frame=${i}" width="90" height="60" title="${i}"></iframe>`,
      ),
    }),
  /** A frame that holds itself. */
  'frame-recursion': (request) => {
    const level = numberOf(request, 'level', 0, 1e6);
    return hostilePage(`Level ${level}`, {
      body: markup`<iframe src="/hostile/frame-recursion?level=${level + 1}" width="600" height="400" title="${level + 1}"></iframe>`,
    });
  },
  /** Asks for `/hostile/image` as fast as it can, for ever. */
  'request-flood': () =>
    hostilePage('Asks and asks', {
      script: `let n=0;setInterval(()=>{for(let i=0;i<20;i++)fetch('/hostile/image?n='+(n++)).catch(()=>{});},10);`,
    }),
  /** A text node of `?bytes=` (20 MiB). */
  'long-text': (request) =>
    hostilePage('A long word', {
      script: `const p=document.createElement('p');p.textContent='x'.repeat(${numberOf(request, 'bytes', 20 * 1024 * 1024, 500 * 1024 * 1024)});p.style.overflow='hidden';p.style.height='40px';document.querySelector('main').append(p);`,
    }),
  /** An 8 x 8 picture, other for every `?n=`. */
  image: (request) => {
    const random = seeded(numberOf(request, 'n', 0, 1e9));
    const color = [random() * 255, random() * 255, random() * 255];
    const pixels = new Uint8ClampedArray(8 * 8 * 3).map((_, i) => color[i % 3] ?? 0);
    return { status: 200, headers: [['content-type', 'image/png']], body: buildPng(pixels, 8, 8) };
  },
} as const satisfies Readonly<Record<string, HostileAnswer>>;
