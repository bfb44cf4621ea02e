/* What an element does without a press: in a page in a frame, and in the next page of a tab that is shared. */
export { offer } from './framed.js';
export { readShareMemory } from './share-memory.js';
