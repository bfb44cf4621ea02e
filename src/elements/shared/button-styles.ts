import { css } from 'lit';

/** The button, and the tokens that it takes from the host page; those of what stands on a surface of ours come with it. */
export const buttonStyles = css`
  :host {
    --_accent: var(--cc-accent, #0b57d0);
    --_on-accent: var(--cc-on-accent, #fff);
    --_focus: var(--cc-focus, #0b57d0);
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
  /* Black or white on the accent, whichever reads better: at a luminance (y) of 0.18 both have 4.5:1. */
  @supports (color: color(from light-dark(#000, #fff) xyz x y z)) {
    :host {
      --_accent: var(--cc-accent, light-dark(#0b57d0, #a8c7fa));
      --_on-accent: var(
        --cc-on-accent,
        color(
          from var(--_accent) xyz calc(0.95 * clamp(0, (0.18 - y) * 1e6, 1)) clamp(0, (0.18 - y) * 1e6, 1)
            calc(1.089 * clamp(0, (0.18 - y) * 1e6, 1))
        )
      );
      --_focus: var(--cc-focus, light-dark(#0b57d0, #a8c7fa));
    }
  }
  :host([hidden]) {
    display: none;
  }
  :host(:lang(ar):not([dir])) {
    direction: rtl;
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
  .call:is(:disabled, [aria-disabled='true']) {
    border: 1px dashed;
    background: transparent;
    box-shadow: none;
    color: inherit;
    cursor: not-allowed;
    opacity: 0.7;
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
    .call:is(:disabled, [aria-disabled='true']) {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
