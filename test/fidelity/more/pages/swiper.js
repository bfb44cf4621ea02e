import 'swiper/css';
import 'swiper/css/navigation';
import 'swiper/css/pagination';
import Swiper from 'swiper';
import { Navigation, Pagination } from 'swiper/modules';

document.getElementById('app').innerHTML =
  `<div class="swiper" style="height:300px"><div class="swiper-wrapper">${['red', 'green', 'blue'].map((color) => `<div class="swiper-slide" style="background:${color};color:white;padding:40px">${color}</div>`).join('')}</div><div class="swiper-pagination"></div><div class="swiper-button-prev"></div><div class="swiper-button-next"></div></div>`;
globalThis.swiper = new Swiper('.swiper', {
  modules: [Navigation, Pagination],
  speed: 0,
  navigation: { nextEl: '.swiper-button-next', prevEl: '.swiper-button-prev' },
  pagination: { el: '.swiper-pagination' },
});
