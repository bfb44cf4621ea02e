import { css } from 'lit';

/** Resets what the layer's host would inherit or be given by the page; the host itself takes no space. */
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
