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
export const callButton = (parts: Button): TemplateResult => html`
  <div
    class=${`pill ${parts.floating ? 'floating' : ''} ${parts.floating && parts.shown?.open ? 'covered' : ''}`}
    lang=${parts.lang}
    @pointerenter=${parts.preload}
    @focusin=${parts.preload}
    @touchstart=${{ handleEvent: parts.preload, passive: true }}
  >
    <button
      part="button"
      class="call"
      type="button"
      ?disabled=${parts.disabled}
      aria-haspopup="dialog"
      aria-expanded=${parts.shown?.open ? 'true' : 'false'}
      @click=${parts.press}
      @keydown=${parts.shown?.keydown}
    >
      ${
        parts.shown?.buttonContent ??
        html`<slot name="icon">${icon(parts.video ? videoCamera : handset)}</slot>
          <span>${parts.spoken ?? html`<slot>${parts.label}</slot>`}</span>`
      }
    </button>
    ${parts.shown?.besideButton}
  </div>
`;
