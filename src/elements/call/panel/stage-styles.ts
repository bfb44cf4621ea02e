import { css } from 'lit';

/** What stands in the panel's middle. */
export const stageStyles = css`
  .middle {
    flex: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 8px;
    text-align: center;
    color: var(--_muted);
  }
  .strong {
    font-weight: 600;
    color: var(--_on-surface);
  }
  .well {
    color: var(--_positive);
  }
  .amiss {
    font-weight: 600;
    color: var(--_on-surface);
    overflow-wrap: anywhere;
  }
  .quality {
    display: inline-flex;
    align-items: flex-end;
    gap: 2px;
    block-size: 20px;
    padding-block: 6px;
    box-sizing: content-box;
    color: var(--_muted);
  }
  .quality.poor,
  .quality.bad {
    color: var(--_critical);
  }
  .step {
    inline-size: 4px;
    box-sizing: border-box;
    border: 1px solid var(--_line);
    border-radius: 1px;
  }
  .step:nth-child(1) {
    block-size: 40%;
  }
  .step:nth-child(2) {
    block-size: 60%;
  }
  .step:nth-child(3) {
    block-size: 80%;
  }
  .step:nth-child(4) {
    block-size: 100%;
  }
  .step.on {
    border-color: currentColor;
    background: currentColor;
  }
  .large-figure {
    font-size: 28px;
    line-height: 36px;
    font-variant-numeric: tabular-nums;
  }
  .icon.large {
    inline-size: 40px;
    block-size: 40px;
  }
  .emblem {
    display: inline-flex;
    padding: 20px;
    border: 2px solid;
    border-radius: 50%;
    color: var(--_held);
  }
  .icon.dots {
    stroke-width: 3.2;
  }
  .breathing {
    inline-size: 40px;
    block-size: 40px;
    border: 4px solid var(--_held);
    border-radius: 50%;
    animation: breathe 2s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    from {
      opacity: 0.35;
      transform: scale(0.8);
    }
  }
  .pointing {
    animation: breathe 1s ease-in-out infinite alternate;
  }
  .level {
    display: grid;
    grid-template-columns: minmax(72px, auto) 1fr;
    align-items: center;
    gap: 8px;
    color: var(--_muted);
    font-size: 14px;
    line-height: 20px;
  }
  .level .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .bar {
    display: block;
    box-sizing: border-box;
    block-size: 8px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    overflow: hidden;
    background: var(--_surface);
  }
  .fill {
    display: block;
    block-size: 100%;
    border-radius: inherit;
    background: var(--_positive);
    transform: scaleX(0);
    transform-origin: left;
    will-change: transform;
  }
  .fill:dir(rtl),
  :host(:lang(ar):not([dir])) .fill {
    transform-origin: right;
  }
  .fill.theirs {
    background: var(--_held);
  }
  .advice {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 8px;
    justify-content: center;
  }
  .details {
    font-size: 14px;
    line-height: 20px;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .typed {
    position: relative;
    min-block-size: 24px;
    text-align: center;
    font-variant-numeric: tabular-nums;
    letter-spacing: 2px;
    overflow: hidden;
  }
  .keys {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 8px;
  }
  .key {
    min-block-size: 40px;
    border: 1px solid transparent;
    border-radius: 12px;
    background: var(--_tone);
    color: inherit;
    font-size: 18px;
  }
  .key:active {
    box-shadow: inset 0 0 0 2px var(--_on-surface);
  }
  .devices {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .device {
    display: grid;
    gap: 4px;
    font-size: 14px;
    color: var(--_muted);
  }
  select {
    inline-size: 100%;
    min-block-size: 40px;
    padding-inline: 8px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: var(--_surface);
    color: var(--_on-surface);
    font: inherit;
    text-overflow: ellipsis;
  }
  .pictures {
    position: relative;
    flex: 1;
    min-block-size: 180px;
    border-radius: 12px;
    overflow: hidden;
    background: #000;
  }
  .theirs:is(video) {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .mine:is(video) {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-end: 8px;
    inline-size: 30%;
    border: 2px solid #fff;
    border-radius: 8px;
    transform: scaleX(-1);
  }
`;
