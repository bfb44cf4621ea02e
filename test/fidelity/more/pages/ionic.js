import '@ionic/core/css/ionic.bundle.css';
import { defineCustomElement as app } from '@ionic/core/components/ion-app.js';
import { defineCustomElement as badge } from '@ionic/core/components/ion-badge.js';
import { defineCustomElement as button } from '@ionic/core/components/ion-button.js';
import { defineCustomElement as card } from '@ionic/core/components/ion-card.js';
import { defineCustomElement as content } from '@ionic/core/components/ion-content.js';
import { defineCustomElement as header } from '@ionic/core/components/ion-header.js';
import { defineCustomElement as input } from '@ionic/core/components/ion-input.js';
import { defineCustomElement as item } from '@ionic/core/components/ion-item.js';
import { defineCustomElement as label } from '@ionic/core/components/ion-label.js';
import { defineCustomElement as list } from '@ionic/core/components/ion-list.js';
import { defineCustomElement as title } from '@ionic/core/components/ion-title.js';
import { defineCustomElement as toolbar } from '@ionic/core/components/ion-toolbar.js';
import { initialize } from '@ionic/core/components';

initialize();
for (const define of [app, badge, button, card, content, header, input, item, label, list, title, toolbar]) define();
document.getElementById('app').outerHTML =
  `<ion-app><ion-header><ion-toolbar color="primary"><ion-title>Shop</ion-title></ion-toolbar></ion-header>
<ion-content class="ion-padding"><ion-list><ion-item><ion-label>Boots</ion-label><ion-badge slot="end">3</ion-badge></ion-item><ion-item><ion-input label="Name" placeholder="Full name"></ion-input></ion-item></ion-list>
<ion-button>Buy</ion-button><ion-button fill="outline">Later</ion-button><ion-card class="ion-padding">Two to three days</ion-card></ion-content></ion-app>`;
