import { css } from 'lit';

/** The panel's row of actions, and the button that the call is docked to while its panel is closed. */
export const actionStyles = css`
  .actions {
    display: flex;
    align-items: center;
    gap: 16px;
    min-block-size: 48px;
    padding-block-start: 8px;
    flex: none;
    position: sticky;
    inset-block-end: 0;
    background: var(--_surface);
  }
  .round {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    inline-size: 48px;
    block-size: 48px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--_tone);
    color: var(--_on-surface);
  }
  .round:not([aria-disabled='true']):hover {
    box-shadow: inset 0 0 0 2px currentColor;
  }
  .round[aria-disabled='true'] {
    color: var(--_line);
    cursor: default;
  }
  .round[aria-pressed='true'],
  .round[aria-expanded='true'] {
    background: var(--_on-surface);
    color: var(--_surface);
  }
  .round.red {
    margin-inline-start: auto;
  }
  .round.red,
  .half {
    background: var(--_critical);
    color: var(--_on-critical);
  }
  .wide {
    flex: 1;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 48px;
    padding-inline: 20px;
    border: 1px solid transparent;
    border-radius: 24px;
    background: var(--_held);
    color: var(--_on-held);
    font-weight: 600;
  }
  .middle .wide {
    flex: none;
  }
  .half {
    display: inline-flex;
    align-items: center;
    min-inline-size: 56px;
    padding-inline: 16px;
    border: 1px solid transparent;
    border-start-end-radius: 24px;
    border-end-end-radius: 24px;
  }
  .pill:has(.half) .call {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }
  .docked {
    display: grid;
    font-variant-numeric: tabular-nums;
  }
  .thin.bar {
    block-size: 6px;
    min-inline-size: 48px;
    border-color: currentColor;
    background: transparent;
  }
  .thin .fill {
    background: currentColor;
  }
  @media (forced-colors: active) {
    .round,
    .wide,
    .half {
      border: 1px solid CanvasText;
    }
    .round[aria-pressed='true'],
    .round[aria-expanded='true'] {
      border: 3px solid Highlight;
    }
    .round[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
    }
    .wide {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
