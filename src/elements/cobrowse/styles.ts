import { css } from 'lit';

/** What co-browsing adds to the button's style sheet before anything else is loaded. */
export const cobrowseStyles = css`
  :host([mode='replayer']) {
    display: block;
  }
  :host([mode='replayer'][hidden]),
  :host([mode='frame']) {
    display: none;
  }
  .note p {
    max-inline-size: 40ch;
    margin: 0;
    padding-block-start: 8px;
    color: inherit;
    font-size: 14px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .note .what {
    font-weight: 600;
  }
`;
