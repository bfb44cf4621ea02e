import { css } from 'lit';

/** What co-browsing adds to the button's style sheet before anything else is loaded. */
export const cobrowseStyles = css`
  :host([mode='replayer']) {
    display: block;
  }
  :host([mode='replayer'][hidden]) {
    display: none;
  }
  .call[aria-disabled='true'] {
    border: 1px dashed var(--_line);
    background: transparent;
    box-shadow: none;
    color: var(--_muted);
    cursor: not-allowed;
  }
  .note p {
    max-inline-size: 40ch;
    margin: 0;
    padding-block-start: 8px;
    color: var(--_on-surface);
    font-size: 14px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .note .what {
    font-weight: 600;
  }
  @media (forced-colors: active) {
    .call[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
