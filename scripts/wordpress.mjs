/**
 * `node scripts/wordpress.mjs FOLDER`: puts the WordPress plugin together in FOLDER/cc-widgets: its PHP, and the built files
 * for a page. `npm run release` makes a zip of it.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { giveUp, root } from './setup.mjs';

const dist = join(root, 'dist');
const folder = process.argv[2] ?? giveUp('the folder for the plugin is missing.');
const plugin = join(resolve(folder), 'cc-widgets');

if (!existsSync(join(dist, 'cc-widgets.js'))) giveUp('there is no dist/cc-widgets.js: npm run build.');
rmSync(plugin, { recursive: true, force: true });
mkdirSync(join(plugin, 'dist'), { recursive: true });
cpSync(join(root, 'integrations', 'wordpress', 'cc-widgets'), plugin, { recursive: true });
cpSync(join(root, 'LICENSE'), join(plugin, 'LICENSE'));
for (const file of readdirSync(dist).filter((name) => /^cc-widgets.*\.js$/.test(name)))
  cpSync(join(dist, file), join(plugin, 'dist', file));
