import { html, type TemplateResult } from 'lit';
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
  /** null before a panel is loaded. */
  readonly shown: Rendered | null;
  readonly press: (event: Event) => void;
  readonly preload: () => void;
}

/** The button that calls, and the one beside it that hangs up while a call is docked to it. */
export const callButton = (parts: Button): TemplateResult => {
  const { lang, label, spoken, video, floating, disabled, shown, press, preload } = parts;
  return html`
    <div
      class=${`pill ${floating ? 'floating' : ''} ${floating && shown?.open ? 'covered' : ''}`}
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
        aria-expanded=${shown?.open ? 'true' : 'false'}
        @click=${press}
        @keydown=${shown?.keydown}
      >
        ${
          shown?.buttonContent ??
          html`<slot name="icon">${icon(video ? videoCamera : handset)}</slot>
            <span>${spoken ?? html`<slot>${label}</slot>`}</span>`
        }
      </button>
      ${shown?.besideButton}
    </div>
  `;
};
