import { css } from 'lit';

/** What a visitor sees of remote control. */
export const controlStyles = css`
  .card {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 16px;
    margin-inline: auto;
    padding: 16px 20px;
    border-color: var(--_line);
    pointer-events: auto;
    animation: appear 180ms ease-out;
  }
  .card h2 {
    font-size: 18px;
    line-height: 26px;
  }
  .card p {
    padding-block-start: 6px;
    font-size: 14px;
    line-height: 20px;
  }
  .card .answers {
    padding-block: 16px;
    margin-block-end: -16px;
    inset-block-end: -16px;
  }
  .take-back {
    border-color: currentColor;
    font-weight: 600;
  }
  .ring {
    position: absolute;
    left: 0;
    top: 0;
    box-sizing: border-box;
    border: 3px solid var(--_ink);
    border-radius: 6px;
    outline: 1px solid #fff;
    box-shadow: 0 0 0 2px rgb(0 0 0 / 0.5);
    animation: fade 1200ms ease-in forwards;
  }
  @keyframes fade {
    to {
      opacity: 0;
      visibility: hidden;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .card {
      animation: none;
    }
    .ring {
      animation-timing-function: step-end;
    }
  }
  @media (forced-colors: active) {
    .ring {
      border-color: Highlight;
    }
  }
`;
