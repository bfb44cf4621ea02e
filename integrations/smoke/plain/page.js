/** Puts the page beside what the bundler has made. */
import { readFileSync, writeFileSync } from 'node:fs';

writeFileSync('dist/index.html', readFileSync('index.html', 'utf8').replace('./src/main.ts', 'main.js'));
