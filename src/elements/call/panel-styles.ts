import { css } from 'lit';

/** The panel's frame and actions, and the button while it stands for a call. */
export const panelStyles = css`
  .panel {
    position: fixed;
    inset: auto;
    box-sizing: border-box;
    inline-size: var(--cc-panel-width, 320px);
    max-inline-size: calc(100vw - 16px);
    max-block-size: calc(100dvh - 16px);
    overflow: auto;
    margin: 0;
    padding: 16px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
    box-shadow: 0 8px 32px rgb(0 0 0 / 0.28);
    animation: appear 180ms ease-out;
    z-index: 1001;
  }
  .panel:focus-visible {
    outline-offset: -3px;
  }
  .panel.at-corner {
    inset-block-end: calc(24px + env(safe-area-inset-bottom, 0px));
    inset-inline-end: calc(24px + env(safe-area-inset-right, 0px));
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  .top {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    min-block-size: 56px;
  }
  p {
    margin: 0;
  }
  .headline {
    flex: 1;
    padding-block: 4px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .headline.failed,
  .headline.reconnecting {
    color: var(--_critical);
  }
  @supports (color: light-dark(#000, #fff)) {
    .headline.failed,
    .headline.reconnecting {
      color: light-dark(var(--_critical), #ffb4ab);
    }
  }
  .timer {
    padding-block: 4px;
    font-variant-numeric: tabular-nums;
    color: var(--_muted);
  }
  .quiet {
    display: inline-flex;
    padding: 4px;
    border-radius: 8px;
    background: transparent;
    color: inherit;
  }
  .quiet:hover {
    background: var(--_tone);
  }
  .stage {
    display: flex;
    flex-direction: column;
    gap: 8px;
    min-block-size: 240px;
    padding-block: 8px;
  }
  .with-video .stage {
    min-block-size: 260px;
  }
  .actions {
    display: flex;
    align-items: center;
    gap: 16px;
    min-block-size: 48px;
    padding-block-start: 8px;
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
    background: var(--_accent);
    color: var(--_on-accent);
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
  .standing {
    display: grid;
    gap: 2px;
    font-variant-numeric: tabular-nums;
  }
  .thin.bar {
    block-size: 4px;
    min-inline-size: 48px;
    background: color-mix(in srgb, currentColor 30%, transparent);
  }
  .thin .fill {
    background: currentColor;
  }
  @media (max-width: 479px) {
    .panel,
    .panel.at-corner {
      inset: auto 0 0;
      inline-size: 100%;
      max-inline-size: none;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
      padding-block-end: calc(16px + env(safe-area-inset-bottom, 0px));
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .panel,
    .breathing,
    .pointing {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .panel,
    .key,
    .round,
    .wide,
    .half,
    .bar {
      border: 1px solid CanvasText;
    }
    .fill {
      background: Highlight;
    }
    .round[aria-pressed='true'],
    .round[aria-expanded='true'] {
      border: 3px solid Highlight;
    }
  }
`;
