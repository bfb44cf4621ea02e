/** Which files of dist a page loads, and when. */
import { readFileSync } from 'node:fs';

/** cc-widgets-graph.json: by file, the source that it begins with and what it loads, at once or when needed. */
type Graph = Record<string, { source: string | null; imports: string[]; dynamicImports: string[] }>;

/** Where co-browsing begins; nothing behind these is part of a call. */
const cobrowsing = /cobrowse/;
/** A call on a page that takes its element out of reach (a modal dialog, a button that is scrolled away), or wants `title-notice`. */
const outside = /call\/panel\/(?:outside|title-notice)/;
/** The words of a language; English stands in the code. */
const languages = /^src\/elements\/texts\/(languages|.*\/[a-z]{2}(-[a-z]+)?)\.ts$/;

export const graph = (): Graph =>
  JSON.parse(readFileSync(new URL('../../dist/cc-widgets-graph.json', import.meta.url), 'utf8')) as Graph;

/** `button`: what is there before anybody presses. `call`: all that a call loads, the button included. */
export function filesOf(what: 'button' | 'call'): Set<string> {
  const files = graph();
  const follow = (file: string) =>
    what === 'call' && ![cobrowsing, languages, outside].some((part) => part.test(files[file]?.source ?? ''));
  const found = new Set<string>();
  const load = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const { imports, dynamicImports } = files[file] ?? { imports: [], dynamicImports: [] };
    for (const next of [...imports, ...dynamicImports.filter(follow)]) load(next);
  };
  load('cc-widgets.js');
  return found;
}
