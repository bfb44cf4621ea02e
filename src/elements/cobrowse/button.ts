import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../shared/icon.js';

interface Button {
  readonly lang: string;
  readonly label: TemplateResult | string;
  /** Why it can't be pressed; null where it can. */
  readonly missing: string | null;
  readonly press: () => void;
}

const screen = 'M4 5h16v11H4zM9 20h6M12 16v4M12 13V8.5M9.5 10.5 12 8l2.5 2.5';

/** The button that shares or watches, and stops sharing. */
export const shareButton = (parts: Button): TemplateResult => html`
  <div class="pill" lang=${parts.lang}>
    <button
      part="button"
      class="call"
      type="button"
      title=${parts.missing ?? nothing}
      aria-disabled=${parts.missing === null ? nothing : 'true'}
      aria-describedby=${parts.missing === null ? nothing : 'missing'}
      @click=${parts.press}
    >
      <slot name="icon">${icon(screen)}</slot>
      <span>${parts.label}</span>
    </button>
    ${parts.missing === null ? nothing : html`<span id="missing" hidden>${parts.missing}</span>`}
  </div>
`;
