import '@material/web/button/filled-button.js';
import '@material/web/button/outlined-button.js';
import '@material/web/chips/assist-chip.js';
import '@material/web/chips/chip-set.js';
import '@material/web/list/list.js';
import '@material/web/list/list-item.js';
import '@material/web/progress/linear-progress.js';
import '@material/web/tabs/primary-tab.js';
import '@material/web/tabs/tabs.js';
import '@material/web/textfield/filled-text-field.js';
import '@material/web/textfield/outlined-text-field.js';

document.getElementById('app').innerHTML = `<div style="padding:24px;display:grid;gap:16px;font-family:sans-serif">
<md-tabs><md-primary-tab active>One</md-primary-tab><md-primary-tab>Two</md-primary-tab></md-tabs>
<div><md-filled-button>Buy</md-filled-button> <md-outlined-button>Later</md-outlined-button></div>
<md-filled-text-field label="Name"></md-filled-text-field><md-outlined-text-field label="City"></md-outlined-text-field>
<md-chip-set><md-assist-chip label="New"></md-assist-chip><md-assist-chip label="Sale"></md-assist-chip></md-chip-set>
<md-linear-progress value="0.4"></md-linear-progress>
<md-list><md-list-item>Boots<div slot="supporting-text">In three sizes</div></md-list-item><md-list-item>Gloves</md-list-item></md-list></div>`;
