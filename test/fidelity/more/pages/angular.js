import '@angular/compiler';
import { Component, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';

class Shop {
  items = signal(['Boots', 'Gloves']);
  more() {
    this.items.update((items) => [...items, 'Scarf', 'Hat']);
  }
}
Component({
  selector: 'shop-root',
  template:
    '<main class="shop"><h1>Cart</h1><ul>@for (item of items(); track item) {<li class="row">{{ item }}</li>}</ul><button id="more" (click)="more()">More</button></main>',
  styles: [
    '.shop{padding:24px;font-family:sans-serif} .row{padding:8px;border-bottom:1px solid #ccc} .row:nth-child(even){background:#eef} button{background:#036;color:#fff;padding:8px;border:0}',
  ],
})(Shop);
document.getElementById('app').innerHTML = '<shop-root></shop-root>';
bootstrapApplication(Shop, { providers: [provideZonelessChangeDetection()] });
