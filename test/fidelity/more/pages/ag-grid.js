import { AllCommunityModule, ModuleRegistry, createGrid } from 'ag-grid-community';

ModuleRegistry.registerModules([AllCommunityModule]);
const parent = document.getElementById('app');
parent.style.height = '500px';
createGrid(parent, {
  animateRows: false,
  columnDefs: [{ field: 'item', filter: true }, { field: 'price' }, { field: 'size' }],
  rowData: Array.from({ length: 30 }, (_, at) => ({ item: `Item ${at}`, price: at + 0.5, size: 36 + at })),
});
