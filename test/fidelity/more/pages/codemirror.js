import { EditorView, basicSetup } from 'codemirror';
import { javascript } from '@codemirror/lang-javascript';

const parent = document.getElementById('app');
parent.setAttribute('data-cc-unmask', '');
globalThis.editor = new EditorView({
  parent,
  extensions: [basicSetup, javascript()],
  doc: 'const total = 3;\nfunction add(one, other) {\n  // the sum\n  return one + other;\n}\n',
});
