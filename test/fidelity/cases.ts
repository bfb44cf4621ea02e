import type { Page } from 'playwright';

/** A small page, and what its visitor does while it is shared. */
export interface Case {
  readonly markup: string;
  readonly use?: (visitor: Page) => Promise<unknown>;
  readonly scheme?: 'dark';
}

const page = (head: string, body: string, doctype = '<!doctype html>'): string =>
  `${doctype}<html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;
const styled = (css: string, body: string): string => page(`<style id="s">${css}</style>`, body);
const run = (script: string) => (visitor: Page) => visitor.evaluate(script);
const box = '<div class="box">box</div>';
const arrow =
  "data:image/svg+xml,%3csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3e%3cpath fill='none' stroke='%23343a40' stroke-width='2' d='m2 5 6 6 6-6'/%3e%3c/svg%3e";
const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFUlEQVR42mP4z8CAFWEXHbQSDAwAAJWqP8E6BvMNAAAAAElFTkSuQmCC';

/** Everything here is to look the same at the agent's desk. */
export const cases: Readonly<Record<string, Case>> = {
  'the text of a sheet in the head is replaced': {
    markup: styled('.box{background:red}', box),
    use: run("document.getElementById('s').textContent = '.box{background:lime;padding:30px}'"),
  },
  'the text of a sheet in the head is edited': {
    markup: styled('.box{background:red}', box),
    use: run("document.getElementById('s').firstChild.data = '.box{background:lime;padding:30px}'"),
  },
  'a sheet in the head gets one more text': {
    markup: styled('.box{background:red}', box),
    use: run("document.getElementById('s').append('.box{background:lime;padding:30px}')"),
  },
  'scoped styles of Vue and Angular': {
    markup: styled(
      '.a[data-v-7ba5bd90]{background:lime} [_ngcontent-abc-c12]{padding:40px}',
      '<div class="a" data-v-7ba5bd90 _ngcontent-abc-c12>box</div>',
    ),
  },
  'a theme by attribute, changed': {
    markup: styled('[data-theme="dark"] .box{background:navy;color:white;padding:30px}', box),
    use: run("document.documentElement.dataset.theme = 'dark'"),
  },
  'states by attribute, all kinds of comparison': {
    markup: styled(
      '[data-a^="top"]{padding:9px} [data-a$="end"]{margin:20px} [data-b~="two"]{background:lime} [data-c*="mid"]{border:9px solid} [data-d|="de"]{color:red} [data-e]{outline:5px solid blue}',
      '<div data-a="top-end" data-b="one two" data-c="amidst" data-d="de-AT" data-e="anything">box</div>',
    ),
  },
  'attributes of a custom element': {
    markup: page(
      '',
      `<x-chip variant="filled" label="x">chip</x-chip><script>customElements.define('x-chip', class extends HTMLElement { constructor() { super();
        this.attachShadow({ mode: 'open' }).innerHTML = '<style>:host{display:block;padding:9px} :host([variant=filled]){background:lime} :host([wide]){padding:40px}</style><slot></slot>'; } })</script>`,
    ),
    use: run("document.querySelector('x-chip').setAttribute('wide', '')"),
  },
  'a selected tab': {
    markup: styled(
      '[role=tab][aria-selected=true]{background:lime;padding:20px} [aria-current=page]{color:red}',
      '<div role="tablist"><button role="tab" aria-selected="true">One</button><button role="tab" aria-selected="false">Two</button></div><a aria-current="page">x</a>',
    ),
  },
  'valid and invalid fields': {
    markup: styled(
      'input{display:block;margin:9px;color:transparent} :valid{background:lime} :invalid{background:red} form:invalid{padding:20px}',
      '<form><input type="email" id="mail"><input required id="req"><input type="date" value="2026-01-02"><input type="number" min="1" max="5" value="9"><input pattern="[a-z]+" value="abc"></form>',
    ),
    use: async (visitor) => {
      await visitor.fill('#mail', 'ann@shop.example');
      await visitor.fill('#req', 'x');
      await visitor.evaluate('document.activeElement.blur()');
    },
  },
  'fields that were filled in wrongly': {
    markup: styled(
      'input{color:transparent} :user-invalid{background:red} :user-valid{background:lime}',
      '<form><input type="email" id="mail"><input type="email" id="other"><input type="email"></form>',
    ),
    use: async (visitor) => {
      await visitor.locator('#mail').pressSequentially('nobody');
      await visitor.locator('#other').pressSequentially('ann@shop.example');
      await visitor.evaluate('document.activeElement.blur()');
    },
  },
  'a placeholder, and a label that floats': {
    markup: styled(
      'input{color:transparent} input:placeholder-shown + b{background:red} input:not(:placeholder-shown) + b{background:lime;padding:20px}',
      '<input placeholder="Name" id="a"><b>x</b><input placeholder="E-mail"><b>x</b>',
    ),
    use: (visitor) => visitor.fill('#a', 'Ann').then(() => visitor.evaluate('document.activeElement.blur()')),
  },
  'focus, and focus within': {
    markup: styled(
      'input,button{outline:none;caret-color:transparent} .w:focus-within{background:lime;padding:20px} button:focus{background:orange} button:focus-visible{border:9px solid}',
      '<div class="w"><button id="b">button</button></div><div class="w"><button>other</button></div>',
    ),
    use: (visitor) => visitor.focus('#b'),
  },
  'the target of the address': {
    markup: styled(':target{background:lime;padding:30px}', '<p id="x">x</p><p id="y">y</p>'),
    use: run("location.hash = '#y'"),
  },
  'hover in an adopted sheet': {
    markup: page(
      '',
      `${box}<script>const s = new CSSStyleSheet(); s.replaceSync('.box{padding:20px} .box:hover{background:lime}'); document.adoptedStyleSheets = [s];</script>`,
    ),
    use: (visitor) => visitor.hover('.box'),
  },
  'an open popover': {
    markup: styled(
      '[popover]{background:lime;border:9px solid} :popover-open{padding:30px}',
      `${box}<div popover id="p">popover</div>`,
    ),
    use: run("document.getElementById('p').showPopover()"),
  },
  'a popover that was open, and is closed': {
    markup: styled(
      '[popover]{background:lime}',
      `${box}<div popover id="p">popover</div><script>p.showPopover()</script>`,
    ),
    use: run("document.getElementById('p').hidePopover()"),
  },
  'a state of a custom element': {
    markup: page(
      '<style>x-s{display:block} x-s:state(wide){background:lime;padding:20px}</style>',
      "<x-s>x</x-s><script>customElements.define('x-s', class extends HTMLElement { constructor() { super(); this.i = this.attachInternals(); this.i.states.add('wide'); } })</script>",
    ),
  },
  'a shorthand of variables, and a part of it': {
    markup: styled(':root{--p:10px} .box{padding:var(--p);padding-left:40px;background:lime}', box),
  },
  'parts of classes': {
    markup: styled(
      '[class*="box"]{background:lime} [class^="bo"]{padding:20px} [class*=" x["]{margin:9px}',
      '<div class="box x[2]">box</div>',
    ),
  },
  'layers in layers': {
    markup: styled(
      '@layer site{@layer low, high; @layer high{.box{background:lime;padding:20px}} @layer low{.box{background:red}}}',
      box,
    ),
  },
  'a sheet is pushed to the adopted ones': {
    markup: page('', box),
    use: run(
      "const s = new CSSStyleSheet(); s.replaceSync('.box{background:lime;padding:20px}'); document.adoptedStyleSheets.push(s)",
    ),
  },
  'adopted sheets are taken away': {
    markup: page(
      '',
      `${box}<script>const s = new CSSStyleSheet(); s.replaceSync('.box{background:red;padding:20px}'); document.adoptedStyleSheets = [s];</script>`,
    ),
    use: run('document.adoptedStyleSheets = []'),
  },
  'a host is taken out and put back': {
    markup: page(
      '',
      `<div id="h"></div><script>const s = new CSSStyleSheet(); s.replaceSync('b{background:lime;padding:20px}'); const r = h.attachShadow({ mode: 'open' }); r.innerHTML = '<b>in it</b>'; r.adoptedStyleSheets = [s];</script>`,
    ),
    use: async (visitor) => {
      await visitor.evaluate("window.kept = document.getElementById('h'); kept.remove()");
      await visitor.waitForTimeout(300);
      await visitor.evaluate('document.body.append(kept)');
    },
  },
  'a sheet is disabled': {
    markup: page('<style>.box{background:lime}</style><style id="s">.box{background:red;padding:20px}</style>', box),
    use: run("document.getElementById('s').sheet.disabled = true"),
  },
  'a sheet was disabled before': {
    markup: page(
      '<style>.box{background:lime}</style><style id="s">.box{background:red;padding:20px}</style>',
      `${box}<script>document.getElementById('s').sheet.disabled = true</script>`,
    ),
  },
  'a rule’s style is set': {
    markup: styled('.box{background:red}', box),
    use: run("document.getElementById('s').sheet.cssRules[0].style.background = 'lime'"),
  },
  'a rule is put into a group': {
    markup: styled('@media all{.box{background:red}}', box),
    use: run("document.getElementById('s').sheet.cssRules[0].insertRule('.box{background:lime;padding:20px}', 1)"),
  },
  'a rule is put into a rule': {
    markup: styled('.box{background:red}', box),
    use: run("document.getElementById('s').sheet.cssRules[0].insertRule('&{background:lime;padding:20px}', 0)"),
  },
  'a preload becomes a sheet': {
    markup: page(`<link rel="preload" as="style" href="/preloaded.css" id="l">`, '<div class="preloaded">box</div>'),
    use: run("document.getElementById('l').rel = 'stylesheet'"),
  },
  'words and icons that sheets bring': {
    markup: styled(
      '.a::before{content:"New: "} .b::after{content:" (optional)"} .c::before{content:"\\f900"} .d::before{content:"→ "} :root{--f:"DejaVu Sans", sans-serif} .d{font-family:var(--f)} .e{font-family:"DejaVu Serif"}',
      '<p class="a">a</p><p class="b">b</p><p class="c">c</p><p class="d">d</p><p class="e">e</p>',
    ),
  },
  'pictures in a sheet': {
    markup: styled(
      `.a{width:60px;height:60px;background:url("${arrow}") #eee} .b{width:60px;height:60px;background:url("${dot}")} .m{--x:url("${arrow}");width:60px;height:60px;background:lime;-webkit-mask:var(--x)}`,
      '<div class="a"></div><div class="b"></div><div class="m"></div>',
    ),
  },
  'a sprite of the page': {
    markup: page(
      '',
      '<svg style="display:none"><symbol id="star" viewBox="0 0 10 10"><path fill="red" d="M0 0h10v10z"/></symbol></svg><svg width="80" height="80"><use href="#star"/></svg>',
    ),
  },
  'a picture of several sizes': {
    markup: page(
      '',
      '<img srcset="/red.svg 1x, /red.svg?2 2x" alt="x" width="90"><picture><source srcset="/red.svg"><img alt="y" width="60"></picture>',
    ),
  },
  'no doctype': {
    markup: page(
      '<style>table{font-size:30px;color:green} td{border:1px solid;width:100} .h{height:50%;background:lime}</style>',
      '<div class="h">half</div><div style="font-size:30px"><table><tr><td>quirks</td></tr></table></div>',
      '',
    ),
  },
  'a legacy doctype': {
    markup: page(
      '<style>.h{height:50%;background:lime}</style>',
      '<div class="h">half</div>',
      '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">',
    ),
  },
  'almost standards': {
    markup: page(
      '',
      '<table cellspacing="0" style="background:lime"><tr><td><img src="/red.svg" width="20" height="9"></td></tr></table>',
      '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
    ),
  },
  'the boxes of what does not leave': {
    markup: page(
      '<style>.gone{visibility:hidden}</style>',
      '<table><tr><td><canvas class="gone" width="200" height="60"></canvas></td></tr><tr><td><iframe class="gone" style="width:120px;height:50px;border:0"></iframe></td></tr><tr><td><video class="gone" width="90" height="40"></video></td></tr></table><p>below</p>',
    ),
  },
  'a dark scheme': {
    scheme: 'dark',
    markup: styled(
      ':root{color-scheme:light dark} @media (prefers-color-scheme: dark){.box{padding:30px}}',
      `${box}<button>b</button><input>`,
    ),
  },
  'a light-dark colour and a media query of the scheme': {
    scheme: 'dark',
    markup: styled(
      ':root{color-scheme:light dark} .box{background:light-dark(red, green)} @media (prefers-color-scheme: light){.box{padding:30px}}',
      box,
    ),
  },
  'a motion that stays where it ended': {
    markup: styled('@keyframes k{to{transform:translateX(90px);background:lime}} .box{animation:k 1ms forwards}', box),
  },
  'a web animation that stays where it ended': {
    markup: page('', box),
    use: run(
      "document.querySelector('.box').animate([{ marginLeft: '0' }, { marginLeft: '90px', background: 'lime' }], { duration: 1, fill: 'forwards' })",
    ),
  },
  'a custom element that is defined late': {
    markup: page(
      '<style>x-late{display:block} x-late:not(:defined){background:red} x-late:defined{background:lime;padding:20px}</style>',
      '<x-late>late</x-late>',
    ),
    use: run("customElements.define('x-late', class extends HTMLElement {})"),
  },
  'children that never leave are counted': {
    markup: styled(
      'div > :nth-child(2){background:lime} div > :last-child{padding:20px}',
      '<div><p>one</p><script></script><p>three</p><p>four</p><script></script></div>',
    ),
  },
};
