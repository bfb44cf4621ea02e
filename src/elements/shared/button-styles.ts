import { css } from 'lit';

/** Colours and shape that the host page may set, and the button. */
export const buttonStyles = css`
  :host {
    --_accent: var(--cc-accent, #0b57d0);
    --_on-accent: var(--cc-on-accent, #fff);
    --_surface: var(--cc-surface, #fff);
    --_on-surface: var(--cc-on-surface, #1c1d21);
    --_muted: var(--cc-muted, #5a5f69);
    --_tone: var(--cc-tone, #eceef3);
    --_line: var(--cc-line, #8a8f99);
    --_positive: var(--cc-positive, #13703a);
    --_critical: var(--cc-critical, #c5221f);
    --_on-critical: var(--cc-on-critical, #fff);
    --_focus: var(--cc-focus, #0b57d0);
    --_radius: var(--cc-radius, 16px);
    display: inline-block;
    vertical-align: middle;
    font-family: var(--cc-font, inherit);
    font-size: 16px;
    line-height: 24px;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
  }
  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_accent: var(--cc-accent, light-dark(#0b57d0, #a8c7fa));
      --_on-accent: var(--cc-on-accent, light-dark(#fff, #062e6f));
      --_surface: var(--cc-surface, light-dark(#fff, #202227));
      --_on-surface: var(--cc-on-surface, light-dark(#1c1d21, #e8e9ed));
      --_muted: var(--cc-muted, light-dark(#5a5f69, #b6bac3));
      --_tone: var(--cc-tone, light-dark(#eceef3, #34373e));
      --_line: var(--cc-line, light-dark(#8a8f99, #868b96));
      --_positive: var(--cc-positive, light-dark(#13703a, #7fd6a0));
      --_critical: var(--cc-critical, light-dark(#c5221f, #dc362e));
      --_focus: var(--cc-focus, light-dark(#0b57d0, #a8c7fa));
    }
  }
  :host([hidden]) {
    display: none;
  }
  :host([placement='floating']) {
    position: fixed;
    inset-block-end: calc(24px + env(safe-area-inset-bottom, 0px));
    inset-inline-end: calc(24px + env(safe-area-inset-right, 0px));
    max-inline-size: calc(100vw - 48px);
    z-index: 1000;
  }
  *,
  *::before {
    box-sizing: border-box;
  }
  button {
    margin: 0;
    border: 0;
    font: inherit;
    letter-spacing: inherit;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .icon {
    flex: none;
    inline-size: 24px;
    block-size: 24px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .pill {
    display: inline-flex;
    gap: 2px;
    max-inline-size: 100%;
    border-radius: 24px;
  }
  .floating {
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.24);
  }
  .covered {
    visibility: hidden;
  }
  .call {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 48px;
    min-block-size: 48px;
    padding-block: 8px;
    padding-inline: 16px 20px;
    border: 1px solid transparent;
    border-radius: 24px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
    text-align: start;
    transition: box-shadow 150ms ease-out;
  }
  .call:hover {
    box-shadow: inset 0 0 0 2px var(--_on-accent);
  }
  .call:active {
    box-shadow: inset 0 0 0 4px var(--_on-accent);
  }
  .call:disabled {
    border: 1px dashed var(--_line);
    background: transparent;
    box-shadow: none;
    color: var(--_muted);
    cursor: not-allowed;
  }
  .announced {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    .call {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .call {
      border-color: ButtonText;
    }
    .call:hover {
      border-color: Highlight;
    }
    .call:disabled {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
