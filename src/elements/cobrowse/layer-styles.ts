import { css } from 'lit';

/** No style of the page reaches this far, and the element itself takes no place. */
export const layerStyles = css`
  :host {
    all: initial !important;
    display: contents !important;
  }
  p,
  h2 {
    margin: 0;
  }
`;
