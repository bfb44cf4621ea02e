import { hydrateRoot } from 'react-dom/client';
import { tags } from './react-tags.js';

hydrateRoot(document.querySelector('#root') as Element, tags);
