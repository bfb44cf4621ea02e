import { css } from 'lit';

/** A drawn line, at either end. */
export const lineStyles = css`
  /* Colours of their own, each with a light and a dark edge: the page below may have any. White reads 4.5:1 on each. */
  :host {
    --_ink: #c2185b;
  }
  .by-1 {
    --_ink: #0b62c4;
  }
  .by-2 {
    --_ink: #9a4a00;
  }
  .by-3 {
    --_ink: #6a35c9;
  }
  .by-4 {
    --_ink: #0a6e4f;
  }
  polyline {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .edge {
    stroke: #fff;
    stroke-width: 7;
  }
  .shade {
    stroke: rgb(0 0 0 / 0.55);
    stroke-width: 10;
  }
  @media (forced-colors: active) {
    polyline {
      stroke: Highlight;
    }
    .edge,
    .shade {
      stroke: Canvas;
    }
  }
`;

/** What agents show on the visitor's page. */
export const marksStyles = css`
  .marks {
    position: absolute;
    left: 0;
    top: 0;
  }
  .lines {
    position: absolute;
    left: 0;
    top: 0;
    inline-size: 1px;
    block-size: 1px;
    overflow: visible;
  }
  .agent {
    position: absolute;
    left: 0;
    top: 0;
    display: flex;
    align-items: flex-start;
    direction: ltr;
    transition: transform 80ms linear;
  }
  .arrow {
    flex: none;
    inline-size: 24px;
    block-size: 24px;
    margin: -2px 0 0 -2px;
    fill: var(--_ink);
    stroke: #fff;
    stroke-width: 1.6;
    stroke-linejoin: round;
    filter: drop-shadow(0 0 1px rgb(0 0 0 / 0.7));
  }
  .name {
    max-inline-size: 200px;
    margin-block-start: 16px;
    padding: 1px 8px;
    overflow: hidden;
    border: 1px solid #fff;
    border-radius: 8px;
    outline: 1px solid rgb(0 0 0 / 0.5);
    background: var(--_ink);
    color: #fff;
    font-size: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    .agent {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .arrow {
      fill: Highlight;
      stroke: Canvas;
    }
  }
`;
