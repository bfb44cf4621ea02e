import { css } from 'lit';

/** Frame, bar, and what is hidden. */
export const bannerStyles = css`
  .layer {
    color-scheme: var(--_scheme, light);
    position: fixed;
    inset: 0;
    z-index: 2147483647;
    display: block;
    inline-size: auto;
    block-size: auto;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: visible;
    background: transparent;
    color: var(--_on-surface);
    font: 14px/20px var(--cc-font, sans-serif);
    text-align: start;
    pointer-events: none;
    visibility: visible;
  }
  .frame,
  .bar,
  .part {
    position: absolute;
    left: 0;
    top: 0;
    transform-origin: 0 0;
  }
  .frame {
    border: 3px solid var(--_held);
  }
  .frame:not(.sharing) {
    border-style: dashed;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 2px;
    max-inline-size: min(720px, calc(100vw - 6px));
    block-size: 40px;
    padding-inline: 4px;
    border: 1px solid var(--_held);
    border-radius: 0 0 12px 12px;
    background: var(--_surface);
    box-shadow: 0 2px 12px rgb(0 0 0 / 0.28);
    pointer-events: auto;
    cursor: default;
  }
  .bar.moved {
    border-radius: 12px;
  }
  .bar .icon {
    inline-size: 20px;
    block-size: 20px;
  }
  .icon.dots {
    stroke-width: 3;
  }
  .who {
    flex: 0 1 auto;
    min-inline-size: 0;
    padding-inline: 2px 8px;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tool,
  .stop {
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-inline-size: 32px;
    block-size: 32px;
    padding-inline: 6px;
    border: 1px solid transparent;
    border-radius: 8px;
    background: transparent;
    color: inherit;
  }
  .tool:hover,
  .tool[aria-pressed='true'] {
    background: var(--_tone);
  }
  .tool[aria-pressed='true'] {
    border-color: currentColor;
  }
  .handle {
    color: var(--_muted);
    cursor: move;
    touch-action: none;
  }
  .stop {
    padding-inline: 8px 12px;
    background: var(--_critical);
    color: var(--_on-critical);
    font-weight: 600;
  }
  .stop .icon {
    fill: currentColor;
    stroke: none;
  }
  .stop:hover {
    box-shadow: inset 0 0 0 2px var(--_on-critical);
  }
  .bar :focus-visible {
    outline-offset: 0;
  }
  .count {
    position: absolute;
    inset-block-start: calc(100% + 6px);
    inset-inline: 0;
    inline-size: fit-content;
    max-inline-size: 100%;
    margin-inline: auto;
    padding: 2px 10px;
    border: 1px solid var(--_critical);
    border-radius: 8px;
    background: var(--_surface);
    pointer-events: none;
  }
  .low .count {
    inset-block: auto calc(100% + 6px);
  }
  .part {
    border: 2px dashed var(--_critical);
    border-radius: 3px;
    background: repeating-linear-gradient(-45deg, rgb(197 34 31 / 0.2) 0 4px, transparent 4px 12px);
  }
  .part.block {
    border-style: solid;
    background: repeating-linear-gradient(-45deg, rgb(197 34 31 / 0.45) 0 6px, rgb(255 255 255 / 0.45) 6px 12px);
  }
  @media (max-width: 639px) {
    .tool .label {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .who {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      padding-inline: 0 4px;
      font-size: 13px;
      line-height: 16px;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .stop {
      padding-inline: 8px;
    }
    .stop .icon {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .frame {
      border-color: Highlight;
    }
    .stop {
      border-color: ButtonText;
    }
    .part {
      border-color: Highlight;
    }
  }
  @media print {
    .layer {
      display: none;
    }
  }
`;
