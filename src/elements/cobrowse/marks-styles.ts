import { css } from 'lit';

/** A drawn line, at either end. */
export const lineStyles = css`
  polyline {
    fill: none;
    stroke: var(--_held);
    stroke-width: 4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .edge {
    stroke: var(--_surface);
    stroke-width: 8;
  }
  @media (forced-colors: active) {
    polyline {
      stroke: Highlight;
    }
    .edge {
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
    fill: var(--_held);
    stroke: var(--_surface);
    stroke-width: 1.6;
    stroke-linejoin: round;
  }
  .name {
    max-inline-size: 200px;
    margin-block-start: 16px;
    padding: 1px 8px;
    overflow: hidden;
    border: 1px solid var(--_surface);
    border-radius: 8px;
    background: var(--_held);
    color: var(--_on-held);
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
