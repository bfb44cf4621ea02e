/** Where a page can hold what must not leave it: each place gets a secret of its own. */
export interface Place {
  readonly name: string;
  readonly secret: string;
}

const places: Place[] = [];

/** A secret for this place; the name says where it is when it is found elsewhere. */
function hide(name: string): string {
  const secret = `Q7x${String(places.length).padStart(3, '0')}z`;
  places.push({ name, secret });
  return secret;
}

const card = (name: string, digits: string): string => {
  places.push({ name, secret: digits });
  return digits;
};

const s = hide;

/** Each call hides in a new place; to be read after everything was hidden. */
export const secretPlaces = (): readonly Place[] => places;

const markup = () => `
<p id="blocked" data-cc-block title="${s('title of a blocked element')}">${s('blocked text')} <b>${s('blocked, deeper')}</b>
  <i id="moves-out">${s('moved out of a blocked part')}</i></p>
<p data-cc-mask>${s('masked text')} <b data-cc-unmask>${s('unmasked within a mask')}</b></p>
<p id="masked" data-cc-mask>words</p>
<p id="marked-late">words</p>
<form action="https://x.example/${s('action of a form')}" name="${s('name of a form')}" data-test="${s('data-*')}">
  <input id="typed" value="${s('text field')}">
  <input type="email" placeholder="${s('placeholder')}">
  <input type="search" title="${s('title of a field')}" aria-label="${s('aria-label of a field')}">
  <input id="cleared" value="${s('default of a cleared field')}">
  <textarea>${s('textarea')}</textarea>
  <textarea id="cleared-area">${s('default of a cleared textarea')}</textarea>
  <input type="hidden" name="csrf" value="${s('hidden field')}">
  <input id="password" type="password" value="${s('password')}">
  <input type="submit" value="${s('submit')}"><input type="reset" value="${s('reset')}"><input type="button" value="${s('button')}">
  <input type="image" alt="${s('alt of an image button')}" src="data:image/gif;base64,${s('image button')}">
  <input type="radio" name="r" value="${s('radio')}" checked><input id="box" type="checkbox" value="${s('checkbox')}">
  <input type="number" value="1" data-x="${s('data-* of a field')}"><input type="range" title="${s('title of a range')}">
  <select id="select"><optgroup label="${s('label of options')}"><option value="${s('value of an option')}">${s('option')}</option>
    <option selected label="${s('label of an option')}">x</option></optgroup></select>
  <input list="list"><datalist id="list"><option value="${s('value in a datalist')}">${s('datalist')}</option></datalist>
  <output>${s('output')}</output><progress title="${s('title of a progress')}">${s('progress')}</progress><meter>${s('meter')}</meter>
  <div contenteditable>${s('edited in place')} <b>${s('edited in place, deeper')}</b></div>
  <div id="paste" contenteditable></div>
  <div role="textbox">${s('text box by role')}</div><div role="none combobox">${s('field by one of several roles')}</div>
  <div data-cc-unmask>
    <input type="password" value="${s('password, unmasked')}">
    <input autocomplete="cc-number" value="${s('payment, unmasked')}">
    <input autocomplete="one-time-code" value="${s('one-time code, unmasked')}">
    <input id="was-password" type="password"><input id="file" type="file">
    <input value="${card('card in an unmasked field', '5500005555555559')}">
    <input name="userPassword" value="${s('password that is shown as text, unmasked')}"><input name="cvv" value="${s('security code by name, unmasked')}">
    <input id="number" type="number"><div id="edited" contenteditable>x</div>
  </div>
</form>
<p title="${s('title')}" aria-label="${s('aria-label')}" aria-description="${s('aria-description')}" data-user="${s('data-user')}"
  lang="x-${s('lang')}" onclick="void '${s('onclick')}'" itemid="${s('itemid')}">attributes</p>
<a href="https://user:${s('password in a link')}@x.example/p?token=${s('query of a link')}#${s('hash of a link')}">link</a>
<a href="mailto:${s('mailto')}@x.example">mail</a><a href="tel:${s('tel')}">call</a><a href="javascript:void '${s('javascript:')}'">js</a>
<a href="/p;session=${s('path parameter')}" ping="https://x.example/${s('ping')}" download="${s('download')}">parameter</a>
<img alt="${s('alt')}" src="/none.png?token=${s('query of a picture')}" srcset="/none2.png?${s('srcset')} 2x">
<img id="data-image" src="data:image/gif;base64,${s('data: picture')}">
<picture><source srcset="/none3.png?${s('source of a picture')}"><img src="/none.png"></picture>
<video poster="/none.png?${s('poster')}"><source src="/none.mp4?${s('source of a video')}">${s('content of a video')}</video>
<audio src="/none.mp3?${s('audio')}"></audio>
<canvas title="${s('title of a canvas')}">${s('content of a canvas')}</canvas>
<object data="data:text/plain,${s('object')}">${s('content of an object')}</object><embed src="data:text/plain,${s('embed')}">
<iframe srcdoc="<p>${s('srcdoc')}</p>" title="${s('title of an iframe')}" name="${s('name of an iframe')}"></iframe>
<iframe sandbox src="data:text/html,${s('frame of another origin')}"></iframe>
<!-- ${s('comment')} --><noscript>${s('noscript')}</noscript><template><p>${s('template')}</p></template>
<script type="application/json">{"x":"${s('script')}"}</script>
<meta name="csrf-token" content="${s('meta')}">
<style>
  /* ${s('comment in css')} */
  #before::before { content: "${s('::before')}"; }
  #after::after { content: "a" attr(data-x) "${s('::after beside attr()')}"; }
  :root { --said: "${s('custom property')}"; quotes: "${s('quotes')}" ""; }
  li { list-style-type: "${s('list marker')}"; background: url("/none.png?${s('query in css')}"); }
  p { cursor: url("data:image/png;base64,${s('data: in css')}"), auto; }
  [data-user="${s('selector in css')}"] { color: red; }
  @media print { p::marker { content: "${s('content in @media')}"; } }
</style>
<p id="before" style="--x: '${s('custom property in a style')}'; background: url(/none.png?${s('query in a style')})">generated</p>
<p id="after" data-x="${s('attr() in content')}">generated</p><ul><li>item</li></ul>
<svg viewBox="0 0 9 9" aria-label="${s('aria-label of a drawing')}"><title>${s('title in a drawing')}</title><desc>${s('desc')}</desc>
  <metadata>${s('metadata')}</metadata><path d="M0 0h9" data-x="${s('data-* in a drawing')}" inkscape:label="${s('label in a drawing')}"/>
  <image href="data:image/png;base64,${s('picture in a drawing')}"/><use href="/none.svg?${s('use')}#${s('hash of use')}"/>
  <g data-cc-block><text>${s('blocked text of a drawing')}</text></g>
  <g data-cc-mask><path d="M0 0 ${card('masked drawing', '3.14159 2.71828')}"/></g>
  <foreignObject><input xmlns="http://www.w3.org/1999/xhtml" value="${s('field in a drawing')}"></foreignObject></svg>
<p data-cc-mask style="background: url(/${s('picture in the style of a masked part')}.png)">masked</p>
<math><semantics><mi>x</mi><annotation>${s('annotation of a formula')}</annotation></semantics></math>
<p id="${card('card in an id', '4012888888881881')}" style="--card: ${card('card in a custom property', '4222222222222')}">styled</p>
<style>.u${card('card in a selector', '6011111111111117')} { color: red; }</style>
<a href="/cards/${card('card in the path of a link', '3530%201113%203330%200000')}">card</a>
<details><summary>more</summary><p data-cc-block>${s('blocked in details')}</p><input value="${s('field in details')}"></details>
<dialog open><p data-cc-mask>${s('masked in a dialog')}</p><input value="${s('field in a dialog')}"></dialog>
<p>card ${card('card in text', '4111111111111111')}, ${card('card in groups', '5105 1051 0510 5100')}, ${card('card with dashes', '3782-822463-10005')},
  ${card('card in full-width digits', '４５３９１４８８０３４３６４６７')}, ${card('card with unseen marks', '6304\u200e0000\u202d0000\u20690000000')}</p>
<cc-click-to-call><b>${s('in our call element')}</b></cc-click-to-call><cc-cobrowse room-id="${s('attribute of ours')}"></cc-cobrowse>
<x-slots>${s('slotted by default')}<b slot="a">${s('slotted by name')}</b></x-slots>
<x-late id="late"></x-late><x-closed id="closed"></x-closed><x-nested id="nested" data-cc-block></x-nested>
<x-open id="open"></x-open><div id="grows"></div>`;

/** Fills `box`, and resolves when its frames are there. */
export async function hideEverywhere(box: HTMLElement): Promise<void> {
  box.innerHTML = markup();
  const find = (id: string) => box.querySelector<HTMLElement>(`#${id}`)!;
  const input = (id: string) => box.querySelector<HTMLInputElement>(`#${id}`)!;
  input('cleared').value = '';
  input('cleared-area').value = '';
  const files = new DataTransfer();
  files.items.add(new File([''], `${s('name of a file')}.txt`));
  input('file').files = files.files;
  const blob = URL.createObjectURL(new Blob(['']));
  places.push({ name: 'blob: address', secret: blob });
  input('data-image').after(Object.assign(new Image(), { src: blob }));
  box.querySelector('canvas')!.getContext('2d')!.fillText(s('canvas'), 0, 9);
  const root = (id: string, mode: ShadowRootMode = 'open') => find(id).attachShadow({ mode });
  root('closed', 'closed').innerHTML = `<p>${s('closed shadow root')}</p>`;
  const outer = root('nested');
  outer.innerHTML = `<p>${s('shadow root of a blocked host')}</p><x-inner></x-inner>`;
  outer.querySelector('x-inner')!.attachShadow({ mode: 'open' }).innerHTML = `<p>${s('nested shadow root')}</p>`;
  const open = root('open');
  open.innerHTML = `<p data-cc-mask>${s('masked in a shadow root')}</p><input value="${s('field in a shadow root')}"><p>Public in a shadow root</p>`;
  const adopted = new CSSStyleSheet();
  adopted.replaceSync(
    `p::before { content: "${s('adopted sheet')}"; background: url(/none.png?${s('query in an adopted sheet')}) }`,
  );
  open.adoptedStyleSheets = [adopted];
  box.querySelector('x-slots')!.attachShadow({ mode: 'open' }).innerHTML =
    '<div data-cc-block><slot></slot></div><div data-cc-mask><slot name="a"></slot></div>';
  const ours = box.querySelector('cc-click-to-call')!.attachShadow({ mode: 'open' });
  ours.innerHTML = `<p>${s('shadow root of our element')}</p>`;
  document.title = s('title of the document');
  history.replaceState(null, '', `?secret=${s('query of the page')}#${s('hash of the page')}`);
  const frames = [...box.querySelectorAll('iframe')];
  await Promise.all(
    frames.map((frame) => new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }))),
  );
}

/** What a page does while it is shared. */
export function hideMore(box: HTMLElement): void {
  const find = (id: string) => box.querySelector<HTMLElement>(`#${id}`)!;
  const input = (id: string) => box.querySelector<HTMLInputElement>(`#${id}`)!;
  const type = (field: HTMLInputElement, text: string) => {
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  };
  type(input('typed'), s('typed'));
  find('typed').setAttribute('value', s('value set'));
  find('password').setAttribute('type', 'text');
  type(input('password'), s('typed into what was a password'));
  const was = input('was-password');
  type(was, s('typed into an unmasked password'));
  was.type = 'text';
  type(was, s('and after it became text'));
  type(input('box'), s('value of a checkbox'));
  type(input('number'), card('card being typed as a number', '555555555555444'));
  find('edited').firstChild!.nodeValue = card('card being typed in place', '510510510510510');
  box.querySelector<HTMLSelectElement>('#select')!.options[0]!.textContent = s('text of an option, changed');
  box.querySelector<HTMLSelectElement>('#select')!.selectedIndex = 0;
  find('select').dispatchEvent(new Event('change', { bubbles: true }));
  find('paste').append(s('pasted'));
  find('paste').dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: new DataTransfer() }));
  find('masked').firstChild!.nodeValue = s('masked text, changed');
  find('masked').title = s('title, changed');
  const drag = new DataTransfer();
  drag.setData('text/plain', s('dragged'));
  for (const kind of ['dragstart', 'drag', 'drop'])
    find('masked').dispatchEvent(new DragEvent(kind, { bubbles: true, dataTransfer: drag }));
  getSelection()!.selectAllChildren(find('blocked'));
  find('blocked').append(s('came into a blocked part'));
  find('blocked').insertAdjacentHTML('beforeend', `<p title="${s('attribute in a blocked part')}">x</p>`);
  const moving = document.createElement('p');
  moving.textContent = 'Moves in';
  find('grows').append(moving);
  find('blocked').append(moving);
  moving.textContent = s('changed after it moved in');
  const out = find('moves-out');
  find('grows').append(out);
  out.textContent += s('changed after it moved out');
  find('marked-late').setAttribute('data-cc-block', '');
  find('marked-late').textContent = s('blocked late');
  find('grows').insertAdjacentHTML(
    'beforeend',
    `<!-- ${s('late comment')} --><iframe srcdoc="${s('late frame')}"></iframe><img src="data:image/gif;base64,${s('late picture')}">
     <a href="/p?${s('late link')}">late</a><style>p::after { content: "${s('late style')}"; }</style><input value="${s('late field')}">
     <div contenteditable>${s('late edited in place')}</div><select><option>${s('late option')}</option></select>
     <x-later><p slot="x">${s('late slotted')}</p></x-later>`,
  );
  const later = box.querySelector('x-later')!.attachShadow({ mode: 'open' });
  later.innerHTML = '<div data-cc-block><slot name="x"></slot></div>';
  const sheet = [...document.styleSheets].find(({ ownerNode }) => box.contains(ownerNode))!;
  sheet.insertRule(`p::before { content: "${s('inserted rule')}"; }`);
  (sheet.cssRules[0] as CSSStyleRule).style.setProperty('content', `"${s('declaration set')}"`);
  find('before').style.setProperty('--y', `"${s('style set')}"`);
  find('before').style.background = `url(/none.png?${s('background set')})`;
  const adopted = new CSSStyleSheet();
  document.adoptedStyleSheets = [adopted];
  adopted.replaceSync(`p::before { content: "${s('sheet replaced')}"; }`);
  adopted.insertRule(`/* ${s('comment in a rule')} */ p { --z: "${s('rule of an adopted sheet')}"; }`);
  customElements.define(
    'x-late',
    class extends HTMLElement {
      constructor() {
        super();
        const root = this.attachShadow({ mode: 'open' });
        root.innerHTML = `<input value="${s('field of a late upgrade')}"><p data-cc-block>${s('blocked in a late upgrade')}</p>`;
      }
    },
  );
  document.title = s('title, changed late');
  history.pushState(null, '', `?late=${s('query, changed late')}`);
}

export const publicWords = [
  'Public heading',
  'Public paragraph',
  'Public label',
  'Public link',
  'Public item',
  'Public cell',
  'Public in a shadow root',
  'Public summary',
  'Public button',
  'Public in a drawing',
  'Public caption',
  'public-class',
  'Public added later',
  'Public text changed',
];

/** What anybody may see. */
export const publicMarkup = `<h1>Public heading</h1><p class="public-class">Public paragraph</p><label>Public label</label>
<a href="/public-target">Public link</a><ul><li>Public item</li></ul><table><caption>Public caption</caption><tr><td>Public cell</td></tr></table>
<details open><summary>Public summary</summary></details><button>Public button</button>
<svg><text>Public in a drawing</text></svg><p id="changes">before</p>`;
