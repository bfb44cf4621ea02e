import { css } from 'lit';

export const watchStyles = css`
  .watch {
    display: flex;
    flex-direction: column;
    container-type: inline-size;
    block-size: 100%;
    min-block-size: 200px;
    box-sizing: border-box;
    border: 1px solid var(--_line);
    border-radius: 12px;
    overflow: hidden;
    background: var(--_surface);
    color: var(--_on-surface);
    font-size: 14px;
    line-height: 20px;
  }
  .toolbar {
    flex: none;
    box-sizing: border-box;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    min-block-size: 44px;
    padding: 4px 6px;
    border-block-end: 1px solid var(--_line);
  }
  .state {
    flex: 1 1 auto;
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    padding-inline: 6px;
    overflow-wrap: anywhere;
  }
  .says {
    font-weight: 600;
  }
  .control {
    color: var(--_muted);
  }
  .lag {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .tool,
  .stop {
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-inline-size: 36px;
    block-size: 36px;
    padding-inline: 8px;
    border: 1px solid transparent;
    border-radius: 8px;
    background: transparent;
    color: inherit;
  }
  .watch .icon {
    inline-size: 20px;
    block-size: 20px;
  }
  .tool:not([aria-disabled='true']):hover,
  .tool[aria-pressed='true'] {
    background: var(--_tone);
  }
  .tool[aria-pressed='true'] {
    border-color: currentColor;
  }
  .tool[aria-disabled='true'] {
    color: var(--_muted);
    opacity: 0.6;
    cursor: default;
  }
  .stop {
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
  .screen {
    position: relative;
    flex: 1 1 auto;
    min-block-size: 0;
    aspect-ratio: 16 / 10;
    background: var(--_tone);
  }
  .stage,
  .glass,
  .cover {
    position: absolute;
    inset: 0;
    overflow: hidden;
  }
  .stage {
    direction: ltr;
  }
  .glass:is(.point, .draw, .arrow, .highlight) {
    cursor: crosshair;
    touch-action: none;
  }
  .glass.select {
    pointer-events: none;
  }
  .glass.control {
    cursor: pointer;
  }
  .glass:is(:focus-visible, :focus-within) {
    outline: 3px solid var(--_focus);
    outline-offset: -3px;
  }
  .keys {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: 1px;
    block-size: 1px;
    padding: 0;
    border: 0;
    opacity: 0;
    resize: none;
  }
  .picker {
    position: absolute;
    font: inherit;
  }
  .ours {
    position: absolute;
    left: 0;
    top: 0;
    box-sizing: border-box;
    overflow: hidden;
    border: 2px dashed #fff;
    border-radius: 6px;
    outline: 1px solid rgb(0 0 0 / 0.6);
    background: rgb(0 0 0 / 0.35);
    color: #fff;
    font-size: 11px;
    line-height: 16px;
    text-align: center;
    pointer-events: none;
  }
  .ours span {
    padding-inline: 4px;
    background: rgb(0 0 0 / 0.75);
  }
  .ours[hidden] {
    display: none;
  }
  .seen {
    position: absolute;
    left: 0;
    top: 0;
    box-sizing: border-box;
    border: 3px dashed var(--_ink);
    outline: 1px solid #fff;
    pointer-events: none;
  }
  .echo {
    position: absolute;
    left: 0;
    top: 0;
    inline-size: 1px;
    block-size: 1px;
    overflow: visible;
  }
  .cover {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: safe center;
    gap: 4px;
    padding: 16px;
    overflow: auto;
    background: color-mix(in srgb, var(--_surface) 92%, transparent);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .cover p {
    max-inline-size: 48ch;
    margin: 0;
  }
  .cover .what {
    font-size: 18px;
    line-height: 26px;
    font-weight: 600;
  }
  .cover .grace {
    font-variant-numeric: tabular-nums;
  }
  .again {
    margin-block-start: 12px;
    min-block-size: 44px;
    padding-inline: 20px;
    border: 1px solid transparent;
    border-radius: 22px;
    background: var(--_held);
    color: var(--_on-held);
    font-weight: 600;
  }
  .again:hover {
    box-shadow: inset 0 0 0 2px var(--_on-held);
  }
  @container (max-width: 639px) {
    .tool .label {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @media (forced-colors: active) {
    .stop,
    .again {
      border-color: ButtonText;
    }
    .again {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .tool[aria-pressed='true'] {
      border: 3px solid Highlight;
    }
    .tool[aria-disabled='true'] {
      color: GrayText;
      opacity: 1;
    }
    .cover {
      background: Canvas;
    }
  }
`;
