import '@tailwindcss/browser';

document.getElementById('app').innerHTML =
  `<div class="min-h-screen bg-slate-100 p-8"><div class="mx-auto max-w-xl rounded-2xl bg-white p-6 shadow-lg">
<h1 class="text-2xl font-bold text-slate-900">Checkout</h1><p class="mt-2 text-slate-500">Two steps left</p>
<div class="mt-4 grid grid-cols-2 gap-4"><input class="rounded border border-slate-300 px-3 py-2" placeholder="Name"><input class="rounded border border-slate-300 px-3 py-2" placeholder="City"></div>
<div class="mt-4 h-2 rounded-full bg-slate-200"><div id="bar" class="h-2 w-1/3 rounded-full bg-indigo-600"></div></div>
<button class="mt-6 rounded-lg bg-gradient-to-r from-indigo-500 to-purple-500 px-4 py-2 font-medium text-white hover:ring-4">Buy</button></div></div>`;
