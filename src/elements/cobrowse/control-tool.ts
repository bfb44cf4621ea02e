import { html, nothing, type TemplateResult } from 'lit';
import type { Picker, WatchSession } from '../../core/cobrowse/cobrowse-session.js';
import { actKeys, maxActText } from '../../core/cobrowse/wire/act.js';
import type { CobrowseTexts } from '../texts/cobrowse/texts.js';

/** The agent's hand: presses, scrolls and types on the visitor's page, through the picture. */
export class ControlTool {
  readonly #session: WatchSession;
  readonly #onChange: () => void;
  readonly #leave: () => void;
  #picker: Picker | null = null;

  /** `leave`: the agent's keyboard wants to go elsewhere. */
  constructor(session: WatchSession, onChange: () => void, leave: () => void) {
    this.#session = session;
    this.#onChange = onChange;
    this.#leave = leave;
  }

  /** Asks for control; withdraws, or gives it back, where it was asked for. */
  toggle(): void {
    const { control } = this.#session;
    if (control.state.name === 'free') control.ask();
    else control.giveBack();
  }

  readonly click = (event: MouseEvent): void => {
    const glass = event.currentTarget as Element;
    if (event.target !== glass) return;
    glass.querySelector<HTMLElement>('.keys')?.focus();
    const { clientX, clientY } = event;
    this.#show(this.#session.pickerAt(clientX, clientY));
    if (this.#picker) return;
    const on = this.#session.anchorAt(clientX, clientY);
    if (on) this.#session.control.do({ do: 'click', on });
  };

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const { clientX, clientY, deltaMode, deltaX, deltaY } = event;
    const on = this.#session.anchorAt(clientX, clientY);
    const unit = deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 20;
    if (on) this.#session.control.do({ do: 'scroll', on, by: [deltaX * unit, deltaY * unit] });
  };

  readonly keydown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.altKey) return;
    const all = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a';
    const key = all ? 'SelectAll' : actKeys.find((known) => known === event.key);
    if (event.key === 'Escape') this.#leave();
    else if (key && (all || !(event.ctrlKey || event.metaKey))) {
      this.#session.control.do({ do: 'key', key, shift: event.shiftKey });
      event.preventDefault();
    }
  };

  /** What was typed, pasted or composed. */
  readonly input = (event: Event): void => {
    const sink = event.currentTarget as HTMLTextAreaElement;
    if ((event as InputEvent).isComposing) return;
    for (let text = sink.value; text !== ''; text = text.slice(maxActText))
      this.#session.control.do({ do: 'type', text: text.slice(0, maxActText) });
    sink.value = '';
  };

  /** Over the picture: what takes the keys, and the list or picker that is open. */
  render(texts: CobrowseTexts): TemplateResult {
    return html`
      <textarea
        class="keys"
        rows="1"
        autocapitalize="off"
        autocomplete="off"
        spellcheck="false"
        aria-label=${texts.keys}
        @keydown=${this.keydown}
        @input=${this.input}
        @compositionend=${this.input}
      ></textarea>
      ${this.#picker ? this.#pickerOf(this.#picker) : nothing}
    `;
  }

  /** After each render: a list or picker that has come is opened, where its field is in the picture. */
  afterRender(root: ParentNode): void {
    const element = root.querySelector<HTMLInputElement | HTMLSelectElement>('.picker');
    if (element && this.#picker) open(element, this.#picker.box);
  }

  #show(picker: Picker | null): void {
    if (picker === this.#picker) return;
    this.#picker = picker;
    this.#onChange();
  }

  #pickerOf({ id, field }: Picker): TemplateResult {
    const { control } = this.#session;
    const close = () => this.#show(null);
    if (field.type === 'list')
      return html`<select
        class="picker"
        @blur=${close}
        @change=${({ currentTarget }: Event) => {
          control.do({ do: 'choose', id, index: (currentTarget as HTMLSelectElement).selectedIndex });
          close();
        }}
      >
        ${field.options.map((text, index) => html`<option ?selected=${index === field.chosen}>${text}</option>`)}
      </select>`;
    return html`<input
      class="picker"
      type=${field.type}
      .value=${field.value}
      @blur=${close}
      @change=${({ currentTarget }: Event) =>
        control.do({ do: 'fill', id, text: (currentTarget as HTMLInputElement).value })}
    />`;
  }
}

function open(element: HTMLInputElement | HTMLSelectElement, { x, y, width, height }: Picker['box']): void {
  if (element.matches(':focus')) return;
  const glass = element.parentElement?.getBoundingClientRect();
  element.style.left = `${x - (glass?.left ?? 0)}px`;
  element.style.top = `${y - (glass?.top ?? 0)}px`;
  element.style.minWidth = `${width}px`;
  element.style.minHeight = `${height}px`;
  element.focus();
  try {
    element.showPicker();
  } catch {
    // Without a press of a moment ago, or in an older browser: it opens at the next one.
  }
}
