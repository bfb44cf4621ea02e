import '@shoelace-style/shoelace/dist/themes/light.css';
import '@shoelace-style/shoelace/dist/components/alert/alert.js';
import '@shoelace-style/shoelace/dist/components/badge/badge.js';
import '@shoelace-style/shoelace/dist/components/button/button.js';
import '@shoelace-style/shoelace/dist/components/card/card.js';
import '@shoelace-style/shoelace/dist/components/input/input.js';
import '@shoelace-style/shoelace/dist/components/progress-bar/progress-bar.js';
import '@shoelace-style/shoelace/dist/components/tab-group/tab-group.js';
import '@shoelace-style/shoelace/dist/components/tab/tab.js';
import '@shoelace-style/shoelace/dist/components/tab-panel/tab-panel.js';

document.getElementById('app').innerHTML = `<div style="padding:24px;display:grid;gap:16px">
<sl-alert variant="primary" open>Saved</sl-alert><div><sl-button variant="primary">Buy</sl-button> <sl-button outline>Later</sl-button> <sl-badge variant="success">New</sl-badge></div>
<sl-input label="Name" placeholder="Full name"></sl-input><sl-progress-bar value="40"></sl-progress-bar>
<sl-tab-group><sl-tab slot="nav" panel="a">One</sl-tab><sl-tab slot="nav" panel="b">Two</sl-tab><sl-tab-panel name="a">First</sl-tab-panel><sl-tab-panel name="b">Second</sl-tab-panel></sl-tab-group>
<sl-card style="max-width:300px"><div slot="header">Boots</div>In three sizes</sl-card></div>`;
