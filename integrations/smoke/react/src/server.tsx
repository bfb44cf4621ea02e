/** What a server does with each request, once. */
import { readFileSync, writeFileSync } from 'node:fs';
import { renderToString } from 'react-dom/server';
import { App } from './app';

const page = readFileSync('dist/index.html', 'utf8');
writeFileSync('dist/index.html', page.replace('<div id="root">', `<div id="root">${renderToString(<App />)}`));
