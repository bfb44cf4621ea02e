import 'vuetify/styles';
import { createApp, h } from 'vue';
import { createVuetify } from 'vuetify';
import {
  VApp,
  VAlert,
  VBtn,
  VCard,
  VCardText,
  VCardTitle,
  VChip,
  VMain,
  VTab,
  VTabs,
  VTextField,
} from 'vuetify/components';

const page = () => [
  h(VAlert, { type: 'info', text: 'Saved', class: 'ma-4' }),
  h(VTabs, { modelValue: 'a' }, () => [
    h(VTab, { value: 'a' }, () => 'Order'),
    h(VTab, { value: 'b' }, () => 'Delivery'),
  ]),
  h(VTextField, { label: 'Name', class: 'ma-4' }),
  h('div', { class: 'ma-4' }, [
    h(VBtn, { color: 'primary' }, () => 'Buy'),
    h(VChip, { color: 'green', class: 'ma-2' }, () => 'New'),
  ]),
  h(VCard, { class: 'ma-4' }, () => [h(VCardTitle, () => 'Boots'), h(VCardText, () => 'In three sizes')]),
];
createApp({ render: () => h(VApp, () => h(VMain, page)) })
  .use(createVuetify())
  .mount('#app');
