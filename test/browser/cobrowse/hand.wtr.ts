import { expect, waitUntil } from '@open-wc/testing';
import { record } from '@rrweb/record';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { PageHand } from '../../../src/browser/cobrowse/hand/hand.js';
import { recordPage } from '../../../src/browser/cobrowse/recorder/page-recorder.js';
import type { PageRecording } from '../../../src/browser/cobrowse/recorder/recording.js';
import type { Act, Refusal } from '../../../src/core/cobrowse/wire/act.js';

/** Acts of an agent on a real page, recorded by the real recorder. */
describe('an agent’s hand on the page', () => {
  let box: HTMLElement;
  let recording: PageRecording;
  let hand: PageHand;
  let own: number;

  async function show(markup: string, maskText = false): Promise<void> {
    box.innerHTML = markup;
    let recorded = false;
    recording = recordPage({ maskText, emit: () => (recorded = true), onFailure: (failure) => expect.fail(failure) });
    await waitUntil(() => recorded);
    hand = new PageHand(
      () => recording,
      () => (own += 1),
    );
  }

  beforeEach(() => {
    own = 0;
    box = document.createElement('main');
    document.body.append(box);
    scrollTo(0, 0);
  });
  afterEach(() => {
    hand.leave();
    recording.stop();
    box.remove();
  });

  const $ = (selector: string) => box.querySelector<HTMLElement>(selector)!;
  const field = (selector: string) => $(selector) as HTMLInputElement;
  const on = (element: Element) => ({ id: record.mirror.getId(element), x: 0.5, y: 0.5 });
  const act = (one: Act): Refusal | null => hand.act(one).refused;
  const click = (element: Element) => act({ do: 'click', on: on(element) });
  const type = (text: string) => act({ do: 'type', text });
  const key = (name: Extract<Act, { do: 'key' }>['key'], shift = false) => act({ do: 'key', key: name, shift });
  const heard = (element: Element, ...types: readonly string[]) => {
    const events: string[] = [];
    for (const name of types) element.addEventListener(name, () => events.push(name));
    return events;
  };

  it('presses a button with all the events of a mouse', async () => {
    await show('<button>Next</button>');
    const button = $('button');
    const all = heard(button, 'pointerdown', 'mousedown', 'focus', 'pointerup', 'mouseup', 'click');
    expect(hand.act({ do: 'click', on: on(button) })).to.include({ what: 'button', refused: null });
    expect(all.join(' ')).to.equal('pointerdown mousedown focus pointerup mouseup click');
    expect(document.activeElement).to.equal(button);
  });

  it('fills in fields that the site shows, as a user does', async () => {
    await show(`<form data-cc-unmask><input id="a"><input id="b" type="email"><textarea></textarea>
      <input type="checkbox"><div contenteditable>Dear</div></form>`);
    const [first, email, area, check] = [field('#a'), field('#b'), field('textarea'), field('[type=checkbox]')];
    const told = heard($('form'), 'keydown', 'beforeinput', 'input', 'change', 'focusout');
    expect(click(first)).to.equal(null);
    expect(type('Zoë')).to.equal(null);
    expect(first.value).to.equal('Zoë');
    expect(told.filter((name) => name === 'input')).to.have.length(3);
    expect(key('Tab')).to.equal(null);
    expect(document.activeElement).to.equal(email);
    expect(told.filter((name) => name === 'change')).to.have.length(1);
    type('zoe@example.org');
    key('Backspace');
    expect(email.value).to.equal('zoe@example.or');
    key('Tab');
    type('one');
    key('Enter');
    type('two');
    expect(area.value).to.equal('one\ntwo');
    key('Tab');
    type(' ');
    expect(check.checked).to.equal(true);
    click($('[contenteditable]'));
    key('End');
    type('Ada');
    expect($('[contenteditable]').textContent).to.equal('DearAda');
    key('Tab', true);
    expect(document.activeElement).to.equal(check);
  });

  it('erases, moves the caret and selects', async () => {
    await show('<input data-cc-unmask value="1234">');
    const input = field('input');
    click(input);
    for (const name of ['ArrowLeft', 'ArrowLeft', 'Backspace', 'Delete', 'Home'] as const) key(name);
    type('x');
    expect(input.value).to.equal('x14');
    key('SelectAll');
    type('new');
    expect(input.value).to.equal('new');
  });

  it('chooses from a list, and fills in a date', async () => {
    await show(
      `<div data-cc-unmask><select><option>Red<option>Green<option disabled>Blue</select><input type="date"></div>`,
    );
    const [select, date] = [field('select'), field('input')];
    const told = heard(box, 'input', 'change');
    expect(act({ do: 'choose', id: on(select).id, index: 1 })).to.equal(null);
    expect(select.value).to.equal('Green');
    act({ do: 'choose', id: on(select).id, index: 2 });
    expect(select.value).to.equal('Green');
    expect(act({ do: 'fill', id: on(date).id, text: '2026-11-26' })).to.equal(null);
    expect(date.value).to.equal('2026-11-26');
    expect(told.join(' ')).to.equal('input change input change');
    key('ArrowUp');
    expect(date.value).to.equal('2026-11-27');
  });

  it('sends a form with Enter, or by its button', async () => {
    await show('<form data-cc-unmask><input name="q"><button>Find</button></form>');
    let sent = 0;
    $('form').addEventListener('submit', (event) => {
      event.preventDefault();
      sent += 1;
    });
    click($('input'));
    type('shoes');
    expect(key('Enter')).to.equal(null);
    click($('button'));
    expect(sent).to.equal(2);
  });

  it('sends a form of one field by Enter, and none that it may not send', async () => {
    await show(
      '<form id="a" data-cc-unmask><input></form><form id="b" action="https://other.example/" data-cc-unmask><input></form>',
    );
    const sent: string[] = [];
    box.addEventListener('submit', (event) => {
      event.preventDefault();
      sent.push((event.target as HTMLFormElement).id);
    });
    click($('#a input'));
    expect(key('Enter')).to.equal(null);
    click($('#b input'));
    expect(key('Enter')).to.equal('elsewhere');
    expect(sent).to.deep.equal(['a']);
  });

  it('tells nothing of what is hidden, not even what it is', async () => {
    await show('<div data-cc-block><input></div>');
    expect(hand.act({ do: 'click', on: on($('input')) })).to.include({ what: 'page', refused: 'hidden' });
  });

  it('scrolls what is there, else the page', async () => {
    await show(
      `<div id="list" style="height:100px;overflow:auto"><p style="height:900px">list</p></div><p style="height:5000px"></p>`,
    );
    act({ do: 'scroll', on: { ...on($('#list p')), y: 0.02 }, by: [0, 300] });
    expect($('#list').scrollTop).to.equal(300);
    act({ do: 'scroll', on: { ...on(box), y: 0.05 }, by: [0, 150] });
    expect(scrollY).to.equal(150);
    act({ do: 'scroll', on: { ...on(box), y: 0.08 }, by: [0, -150] });
    expect(scrollY).to.equal(0);
  });

  it('reaches into shadow roots', async () => {
    await show('<x-host></x-host>');
    const root = $('x-host').attachShadow({ mode: 'open' });
    root.innerHTML = '<button>Inside</button>';
    await waitUntil(() => record.mirror.getId(root.firstElementChild) > 0);
    const told = heard(box, 'click');
    expect(click(root.firstElementChild!)).to.equal(null);
    expect(told).to.have.length(1);
  });

  const refused: readonly (readonly [what: string, markup: string, refusal: Refusal])[] = [
    ['a masked field', '<input class="it">', 'hidden'],
    ['a choice whose state is hidden', '<label class="it"><input type="checkbox"> Yes</label>', 'hidden'],
    ['a key of a masked pad', '<div data-cc-mask><button class="it">7</button></div>', 'hidden'],
    ['what is blocked', '<div data-cc-block><button class="it">x</button></div>', 'hidden'],
    ['a frame', '<iframe class="it" srcdoc="<p>x"></iframe>', 'hidden'],
    ['our own button', '<cc-cobrowse class="it" style="display:block;height:30px"></cc-cobrowse>', 'hidden'],
    ['a password', '<input class="it" type="password" data-cc-unmask>', 'secret'],
    ['a card number', '<input class="it" autocomplete="cc-number" data-cc-unmask>', 'secret'],
    ['a one-time code', '<input class="it" autocomplete="one-time-code" data-cc-unmask>', 'secret'],
    [
      'a code by its label',
      '<div data-cc-unmask><label for="c">Security code</label><input class="it" id="c"></div>',
      'secret',
    ],
    ['a file', '<input class="it" type="file" data-cc-unmask>', 'secret'],
    ['the label of a file', '<label class="it" data-cc-unmask>Choose <input type="file" hidden></label>', 'secret'],
    ['what the site keeps', '<div data-cc-no-control><button class="it">Buy</button></div>', 'forbidden'],
    ['a disabled button', '<button class="it" disabled>Buy</button>', 'fixed'],
    ['a link to another site', '<a class="it" href="https://other.example/">Bank</a>', 'elsewhere'],
    ['a link to another window', '<a class="it" href="/x" target="_blank">New</a>', 'elsewhere'],
    ['a link that is a script', '<a class="it" href="javascript:document.title=1">Run</a>', 'elsewhere'],
    ['a link to a file', '<a class="it" href="/x" download>Get</a>', 'elsewhere'],
    [
      'a form for another site',
      '<form action="https://other.example/"><button class="it">Go</button></form>',
      'elsewhere',
    ],
    [
      'a button that overrules its form',
      '<form><button class="it" formaction="https://other.example/">Go</button></form>',
      'elsewhere',
    ],
    ['a form with a password', '<form><input type="password"><button class="it">Log in</button></form>', 'secret'],
    [
      'a form with a frame of a payment service',
      '<form><iframe src="about:blank"></iframe><button class="it">Pay</button></form>',
      'secret',
    ],
    ['a form with a card', '<form><input autocomplete="cc-csc"><button class="it">Pay</button></form>', 'secret'],
    ['what is out of sight', '<p style="height:5000px"></p><button class="it">Far</button>', 'gone'],
    ['what is covered', '<button class="it">x</button><div style="position:fixed;inset:0"></div>', 'gone'],
  ];
  for (const [what, markup, refusal] of refused)
    it(`refuses ${what}`, async () => {
      await show(markup);
      const it = $('.it');
      let used = false;
      box.addEventListener('click', (event) => {
        used = true;
        event.preventDefault();
      });
      expect(click(it)).to.equal(refusal);
      expect(used, 'clicked').to.equal(false);
    });

  it('refuses everything but what is unmasked where all text is masked', async () => {
    await show('<button id="a">Next</button><button id="b" data-cc-unmask>Next</button>', true);
    expect(click($('#a'))).to.equal('hidden');
    expect(click($('#b'))).to.equal(null);
  });

  it('types into nothing that is secret, however it got the focus', async () => {
    await show(
      '<div data-cc-unmask><input id="a"><input id="b" type="password"><input id="c" readonly value="r"></div><input id="d">',
    );
    for (const [id, refusal] of [
      ['b', 'secret'],
      ['c', 'fixed'],
      ['d', 'hidden'],
    ] as const) {
      const input = field(`#${id}`);
      const before = input.value;
      input.focus();
      const told = heard(input, 'keydown', 'input');
      expect(type('x')).to.equal(refusal);
      expect(key('Backspace')).to.equal(refusal);
      expect(input.value).to.equal(before);
      expect(told).to.deep.equal([]);
    }
    // The Tab key passes them by.
    $('#a').focus();
    key('Tab');
    expect(document.activeElement).to.equal($('#c'));
  });

  it('goes by what the field is now', async () => {
    await show('<input data-cc-unmask>');
    const input = field('input');
    click(input);
    expect(type('a')).to.equal(null);
    input.type = 'password';
    await waitUntil(() => type('b') === 'secret');
    expect(input.value).to.match(/^ab*$/);
  });

  it('sends no form by Enter that it may not send by its button', async () => {
    await show('<form data-cc-unmask><input id="a"><input type="password"><button>Log in</button></form>');
    let sent = 0;
    $('form').addEventListener('submit', (event) => {
      event.preventDefault();
      sent += 1;
    });
    click($('#a'));
    expect(key('Enter')).to.equal('secret');
    expect(sent).to.equal(0);
  });

  it('asks the page first: a key that it keeps types nothing', async () => {
    await show('<input data-cc-unmask>');
    $('input').addEventListener('keydown', (event) => /\d/.test(event.key) && event.preventDefault());
    click($('input'));
    type('a1b2');
    expect(field('input').value).to.equal('ab');
  });

  it('is told of the visitor’s own press, key and wheel, and of none of its own', async () => {
    await show('<button>Next</button><input data-cc-unmask>');
    click($('button'));
    click($('input'));
    type('abc');
    key('Enter');
    expect(own).to.equal(0);
    await sendMouse({ type: 'click', position: [5, 5] });
    expect(own).to.be.above(0);
    const before = own;
    await sendKeys({ press: 'a' });
    expect(own).to.be.above(before);
  });

  it('keeps the visitor’s Escape from the page, and nothing once it is over', async () => {
    await show('<button>Next</button>');
    const told = heard(document.documentElement, 'keydown');
    await sendKeys({ press: 'Escape' });
    expect([own, told.length]).to.deep.equal([1, 0]);
    hand.leave();
    await sendKeys({ press: 'Escape' });
    expect([own, told.length]).to.deep.equal([1, 1]);
  });

  it('does nothing while the visitor does not see the page', async () => {
    await show('<button>Next</button>');
    const told = heard($('button'), 'click');
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    expect(click($('button'))).to.equal('gone');
    Reflect.deleteProperty(document, 'hidden');
    expect(click($('button'))).to.equal(null);
    expect(told).to.have.length(1);
  });

  it('does nothing while nothing is recorded', async () => {
    await show('<button>Next</button>');
    const idle = new PageHand(
      () => null,
      () => undefined,
    );
    expect(idle.act({ do: 'click', on: on($('button')) }).refused).to.equal('gone');
    idle.leave();
  });
});
