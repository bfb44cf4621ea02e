import { html, nothing, type TemplateResult } from 'lit';
import type { CobrowseTexts } from '../texts/cobrowse/texts.js';

interface Ask {
  readonly texts: CobrowseTexts;
  readonly lang: string;
  /** It has been seen for long enough to be answered with yes. */
  readonly ready: boolean;
  /** A key or the pointer goes down on “Share”. */
  readonly begin: (event: Event) => void;
  readonly agree: (event: Event) => void;
  readonly decline: () => void;
}

/** The question: who will see what. The focus goes to its title, so that nobody agrees by a key pressed too often. */
export const askDialog = ({ texts, lang, ready, begin, agree, decline }: Ask): TemplateResult => html`
  <dialog class="ask" lang=${lang} aria-labelledby="title" aria-describedby="who not end" @close=${decline}>
    <h2 id="title" tabindex="-1" autofocus>${texts.askTitle}</h2>
    <p id="who">${texts.askWho}</p>
    <p id="not">${texts.askNot}</p>
    <p id="end">${texts.askEnd}</p>
    <div class="answers">
      <button class="answer" type="button" @click=${decline}>${texts.askNo}</button>
      <button
        class="answer yes"
        type="button"
        aria-disabled=${ready ? nothing : 'true'}
        @pointerdown=${begin}
        @keydown=${begin}
        @click=${agree}
      >
        ${texts.askYes}
      </button>
    </div>
  </dialog>
`;
