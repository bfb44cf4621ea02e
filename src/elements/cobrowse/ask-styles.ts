import { css } from 'lit';

/** The consent dialog. */
export const askStyles = css`
  .ask {
    color-scheme: var(--_scheme, light);
    box-sizing: border-box;
    inline-size: 440px;
    max-inline-size: calc(100vw - 16px);
    max-block-size: calc(100dvh - 16px);
    overflow: auto;
    padding: 24px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
    box-shadow: 0 8px 32px rgb(0 0 0 / 0.28);
    font: 16px/24px var(--cc-font, sans-serif);
    text-align: start;
    overflow-wrap: anywhere;
    cursor: default;
  }
  .ask[open] {
    animation: appear 180ms ease-out;
  }
  .ask::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  h2 {
    font-size: 20px;
    line-height: 28px;
  }
  h2:focus-visible {
    outline: none;
  }
  .ask p {
    padding-block-start: 12px;
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    padding-block: 24px;
    margin-block-end: -24px;
    /* In a short window the question is scrolled; the answers stay. */
    position: sticky;
    inset-block-end: -24px;
    background: var(--_surface);
  }
  .answer {
    min-block-size: 48px;
    padding-inline: 24px;
    border: 1px solid var(--_line);
    border-radius: 24px;
    background: transparent;
    color: inherit;
    font-weight: 600;
  }
  .answer.yes {
    border-color: transparent;
    background: var(--_held);
    color: var(--_on-held);
  }
  .answer[aria-disabled] {
    opacity: 0.55;
    cursor: default;
  }
  .answer:hover:not([aria-disabled]) {
    box-shadow: inset 0 0 0 2px currentColor;
  }
  @media (max-width: 479px) {
    .answer {
      flex: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .ask[open] {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .ask,
    .answer.yes {
      border-color: CanvasText;
    }
    .answer.yes {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .answer[aria-disabled] {
      border-color: GrayText;
      background: ButtonFace;
      color: GrayText;
      opacity: 1;
    }
  }
`;
