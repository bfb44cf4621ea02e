/**
 * How custom-elements.json is made, and from it what editors read (dist/vscode.*-custom-data.json, web-types.json): from the
 * class comments of the elements and from where their tags are defined.
 */
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';

/** Types of attributes as the class comments write them out, by class and attribute. */
const written = new Map();

export default {
  globs: ['src/define.ts', 'src/elements/**/*.ts'],
  litelement: true,
  // package.json names the manifest itself.
  packagejson: false,
  outdir: '.',
  plugins: [
    { name: 'attributes', analyzePhase: ({ ts, node }) => ts.isClassDeclaration(node) && readAttributes(node) },
    { name: 'published', packageLinkPhase: ({ customElementsManifest }) => published(customElementsManifest) },
    customElementVsCodePlugin({ outdir: 'dist', exclude: ['PlatformElement'], hideLogs: true }),
    customElementJetBrainsPlugin({ outdir: 'dist', exclude: ['PlatformElement'], packageJson: false, hideLogs: true }),
  ],
};

/** `@attr {'voice' | 'video'} media - …`: the analyzer would take the field's type, whose name says nothing to an editor. */
function readAttributes({ name, jsDoc = [] }) {
  const comments = jsDoc.flatMap(({ tags = [] }) => tags).filter(({ tagName }) => tagName.text === 'attr');
  for (const { comment } of comments) {
    const [, type, attribute] = /^\{(.+?)\} ([\w-]+)/.exec(comment);
    written.set(`${name.text} ${attribute}`, type);
  }
}

/** What others see: the modules where the package has them, no private members, and types that need no import. */
function published(manifest) {
  for (const declaration of manifest.modules.flatMap(({ declarations }) => declarations ?? [])) {
    // The analyzer takes the first argument of any event that is dispatched for its type; the class comment knows better.
    declaration.events = declaration.events?.filter(({ description }) => description);
    declaration.members = declaration.members?.filter(
      ({ name, privacy }) => ['public', undefined].includes(privacy) && !name.endsWith('EventListener'),
    );
    for (const attribute of declaration.attributes ?? []) {
      attribute.type = { text: written.get(`${declaration.name} ${attribute.name}`) ?? attribute.type.text };
    }
  }
  const json = JSON.stringify(manifest).replace(/"\/?src\/([^"]+)\.[jt]s"/g, '"dist/$1.js"');
  Object.assign(manifest, JSON.parse(json));
}
