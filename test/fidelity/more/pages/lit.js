import { LitElement, css, html } from 'lit';

class ShopCard extends LitElement {
  static properties = { variant: { reflect: true }, open: { type: Boolean, reflect: true } };
  static styles = css`
    :host {
      display: block;
      margin: 16px;
      padding: 16px;
      border: 1px solid #999;
      font-family: sans-serif;
    }
    :host([variant='primary']) {
      background: #dfe;
    }
    :host([open]) .more {
      display: block;
    }
    .more {
      display: none;
      color: #444;
    }
    ::slotted(b) {
      color: #a00;
    }
  `;
  render() {
    return html`<slot></slot>
      <p class="more">Two to three days</p>
      <button @click=${() => (this.open = !this.open)}>Details</button>`;
  }
}
customElements.define('shop-card', ShopCard);
document.getElementById('app').innerHTML =
  '<shop-card variant="primary"><b>Boots</b> in three sizes</shop-card><shop-card><b>Gloves</b></shop-card>';
