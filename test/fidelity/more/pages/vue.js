import { createApp, h, ref } from 'vue';

const count = ref(1);
createApp({
  __scopeId: 'data-v-7ba5bd90',
  render: () =>
    h('main', { class: 'shop' }, [
      h('h1', 'Cart'),
      h(
        'ul',
        Array.from({ length: count.value }, (_, at) => h('li', { class: ['row', { odd: at % 2 }] }, `Item ${at + 1}`)),
      ),
      h('button', { id: 'more', onClick: () => (count.value += 3) }, 'More'),
    ]),
}).mount('#app');
const style = document.createElement('style');
style.textContent =
  '.shop[data-v-7ba5bd90]{padding:24px;font-family:sans-serif} .row[data-v-7ba5bd90]{padding:8px;border-bottom:1px solid #ccc} .odd[data-v-7ba5bd90]{background:#eef} button[data-v-7ba5bd90]{background:#060;color:#fff;padding:8px}';
document.head.append(style);
