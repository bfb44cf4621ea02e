import 'tabulator-tables/dist/css/tabulator.min.css';
import { TabulatorFull } from 'tabulator-tables';

const data = Array.from({ length: 20 }, (_, id) => ({ id, item: `Item ${id}`, price: 9.5 + id, stock: id * 4 }));
new TabulatorFull('#app', {
  data,
  layout: 'fitColumns',
  columns: [
    { title: 'Item', field: 'item' },
    { title: 'Price', field: 'price', hozAlign: 'right' },
    { title: 'Stock', field: 'stock', formatter: 'progress' },
  ],
});
