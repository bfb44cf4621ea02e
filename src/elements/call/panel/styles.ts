import { css } from 'lit';

/** The panel's frame, its top, and the place of its middle. */
export const panelStyles = css`
  .panel {
    position: fixed;
    inset: auto;
    box-sizing: border-box;
    inline-size: var(--cc-panel-width, 320px);
    max-inline-size: calc((100vw - 16px) / var(--_zoom, 1));
    max-block-size: calc((100dvh - 16px) / var(--_zoom, 1));
    overflow: auto;
    display: flex;
    flex-direction: column;
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
  .covered {
    visibility: hidden;
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
    color: var(--_alarm);
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
    flex: 0 1 auto;
    /* In a short window the middle is scrolled; what ends the call stays. */
    min-block-size: min(240px, calc(100dvh / var(--_zoom, 1) - 168px));
    overflow: auto;
    padding-block: 8px;
  }
  .with-video .stage {
    min-block-size: min(260px, calc(100dvh / var(--_zoom, 1) - 168px));
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
    .step,
    .bar {
      border: 1px solid CanvasText;
    }
    .step.on,
    .fill {
      background: Highlight;
    }
  }
`;
