import { expect, waitUntil } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { recordPage } from '../../../src/browser/cobrowse/recorder/page-recorder.js';
import type { PageEvent } from '../../../src/core/cobrowse/privacy/page-event.js';
import { middleOf, press } from '../../elements/cobrowse/real-press.js';
import { secretChoices } from './secret-choices.js';
import { openFields, secretFields } from './secret-fields.js';

describe('what nobody may see of fields and choices', () => {
  let box: HTMLElement;
  before(() => {
    customElements.define(
      'x-choice',
      class extends HTMLElement {
        connectedCallback() {
          const { states } = this.attachInternals();
          if (this.hasAttribute('on')) states.add('checked');
          this.removeAttribute('on');
        }
      },
    );
  });
  beforeEach(() => {
    box = document.createElement('main');
    document.body.append(box);
  });
  afterEach(() => box.remove());

  /** What leaves of a page with this in it, while something is done there, and how many events that are. */
  async function record(
    markup: string,
    use: (left: readonly PageEvent[]) => unknown = () => undefined,
  ): Promise<{ sent: string; events: number }> {
    box.innerHTML = markup;
    const left: PageEvent[] = [];
    const failures: unknown[] = [];
    const recording = recordPage({
      emit: (events) => left.push(...events),
      onFailure: (failure, cause) => failures.push(failure, cause),
    });
    const before = left.length;
    await use(left);
    box.append(Object.assign(document.createElement('hr'), { className: 'end' }));
    await waitUntil(() => JSON.stringify(left.slice(before)).includes('"end"'));
    recording.stop();
    expect(failures).to.deep.equal([]);
    return { sent: JSON.stringify(left), events: left.length - before };
  }

  /** Observers of the page are called before the next task. */
  const told = () => new Promise((done) => setTimeout(done));

  /** The same for two pages that differ in nothing else: nodes are numbered on and on. */
  const numbered = (all: string): string => {
    const sent = all.slice(all.indexOf('"tagName":"main"'));
    const names = new Map<string, number>();
    return sent
      .replace(/"timeOffset":-?\d+/g, '"timeOffset":0')
      .replace(/"(id|parentId|nextId)":(\d+)/g, (_, key: string, id: string) => {
        if (!names.has(id)) names.set(id, names.size);
        return `"${key}":${names.get(id)}`;
      });
  };

  it(`${secretFields.length} fields that are known by name, label or hint can’t be unmasked`, async () => {
    const values = secretFields.map((_, place) => `Kq${String(place).padStart(3, '0')}wz`);
    const markup = secretFields.map(({ markup: field }, place) => `<div>${field(values[place]!)}</div>`).join('');
    const { sent } = await record(`<div data-cc-unmask>${markup}</div>`, () => {
      for (const field of box.querySelectorAll('input')) {
        field.value += 'x';
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    expect(secretFields.filter((_, place) => sent.includes(values[place]!)).map(({ name }) => name)).to.deep.equal([]);
  });

  it('ordinary ones can', async () => {
    const markup = openFields.map((name) => `<input name="${name}" id="${name}" value="it is ${name}">`).join('');
    const { sent } = await record(`<div data-cc-unmask>${markup}</div>`);
    expect(openFields.filter((name) => !sent.includes(`it is ${name}`))).to.deep.equal([]);
  });

  it('a text field that comes in a password’s place is one', async () => {
    const { sent } = await record('<form data-cc-unmask><input type="password" class="p"></form>', async () => {
      await told();
      const shown = Object.assign(document.createElement('input'), { type: 'text', className: 'p', value: 'Kq900wz' });
      box.querySelector('.p')!.replaceWith(shown);
      await told();
      shown.value = 'Kq901wz';
      shown.dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect(sent).not.to.match(/Kq90\dwz/);
  });

  it('one of the same name that comes elsewhere, later, too', async () => {
    const { sent } = await record(
      '<form data-cc-unmask><p><input type="password" name="p"></p><div></div></form>',
      async () => {
        box.querySelector('p')!.remove();
        await told();
        box.querySelector('div')!.innerHTML = '<label>Words<input name="p" value="Kq910wz"></label>';
      },
    );
    expect(sent).not.to.contain('Kq910wz');
  });

  for (const [name, markup] of Object.entries(secretChoices))
    it(`${name}: the same leaves, whatever is chosen`, async () => {
      const [one, other] = [await record(markup(0)), await record(markup(1))];
      expect(numbered(one.sent)).to.equal(numbered(other.sent));
    });

  it('where the pointer is on a masked pad', async () => {
    const keys = Array.from({ length: 10 }, (_, key) => `<div class="key">${key}</div>`).join('');
    /** Nodes that moves, or what is done with the pointer, were told of. */
    const pointedAt = (left: readonly PageEvent[], source: number): number[] =>
      left.flatMap(({ data }) => {
        if (!('source' in data) || data.source !== source) return [];
        return 'positions' in data ? data.positions.map(({ id }) => id) : 'id' in data ? [data.id] : [];
      });
    const { sent } = await record(`<div data-cc-mask>${keys}</div><p class="free">free</p>`, async (left) => {
      await press(box.querySelectorAll('.key')[7]!);
      await press(box.querySelector('.free')!);
      // Of moves that follow one another closely only the first is recorded.
      const [x, y] = middleOf(box.querySelector('.free')!);
      for (let step = 0; pointedAt(left, 1).length === 0 || pointedAt(left, 2).length === 0; step += 1)
        await sendMouse({ type: 'move', position: [x + (step % 9), y] });
    });
    const left = JSON.parse(sent) as PageEvent[];
    const free = Number(/"id":(\d+),"tagName":"p","attributes":\{"class":"free"/.exec(sent)?.[1]);
    expect(new Set([...pointedAt(left, 1), ...pointedAt(left, 2)])).to.deep.equal(new Set([free]));
  });

  it('how much is typed where it is masked', async () => {
    const type = (length: number) => async () => {
      const edited = box.querySelector('[contenteditable]')!;
      for (let key = 0; key < length; key += 1) {
        edited.firstChild!.nodeValue = 'k'.repeat(key + 1);
        await told();
      }
    };
    const few = await record('<div contenteditable>text</div>', type(2));
    const many = await record('<div contenteditable>text</div>', type(40));
    expect(many.events).to.equal(few.events);
  });
});
