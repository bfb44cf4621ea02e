import { html, nothing, type TemplateResult } from 'lit';
import { handset, icon, videoCamera } from '../shared/icon.js';
import type { Rendered } from './panel/model.js';

interface Button {
  readonly lang: string;
  readonly label: string;
  /** What goes in place of label and slot, such as that the call is being loaded; null where nothing does. */
  readonly spoken: string | null;
  readonly video: boolean;
  readonly floating: boolean;
  readonly disabled: boolean;
  /** Text of the `tel:` link in the slot, which is the button's label then; null where there is none. */
  readonly phone: string | null;
  /** null before a panel is loaded. */
  readonly shown: Rendered | null;
  readonly press: (event: Event) => void;
  readonly preload: () => void;
}

/** The button that calls, and the one beside it that hangs up while a call is docked to it. */
export const callButton = (parts: Button): TemplateResult => {
  const { lang, label, spoken, video, floating, disabled, phone, shown, press, preload } = parts;
  return html`
    <div
      class=${`pill ${floating ? 'floating' : ''} ${floating && shown?.panel ? 'covered' : ''}`}
      lang=${lang}
      @pointerenter=${preload}
      @focusin=${preload}
      @touchstart=${{ handleEvent: preload, passive: true }}
    >
      <button
        part="button"
        class="call"
        type="button"
        ?disabled=${disabled}
        aria-haspopup="dialog"
        aria-expanded=${shown?.panel ? 'true' : 'false'}
        aria-label=${shown?.buttonName ?? phone ?? nothing}
        @click=${press}
        @keydown=${shown?.keydown}
      >
        ${
          shown?.buttonContent ??
          html`<slot name="icon">${icon(video ? videoCamera : handset)}</slot>
            <span>${spoken ?? html`<slot ?inert=${phone !== null}>${label}</slot>`}</span>`
        }
      </button>
      ${shown?.besideButton}
    </div>
  `;
};
