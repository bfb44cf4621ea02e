/* The agent's events as they came, newest first. */
import { $ } from './controls.js';

const MAX_ITEMS = 200;

export function log({ eventType, content }) {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString();
  const text = document.createElement('code');
  text.textContent = content === null ? eventType : `${eventType} ${JSON.stringify(content)}`;
  item.append(time, text);
  $('log').prepend(item);
  while ($('log').children.length > MAX_ITEMS) $('log').lastElementChild.remove();
}

export const clearLog = () => $('log').replaceChildren();
