export const grip = 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01';
export const pauseBars = 'M9 6v12M15 6v12';
export const playMark = 'M8 5.5v13l10.5-6.5z';
export const crossedEye =
  'M4 4l16 16M9.9 5.2A9.6 9.6 0 0 1 12 5c4.5 0 8 3.2 9.5 7a12 12 0 0 1-2.6 3.9M6.3 6.9A11.6 11.6 0 0 0 2.5 12c1.5 3.8 5 7 9.5 7a9.4 9.4 0 0 0 4.6-1.2M9.9 9.9a3 3 0 0 0 4.2 4.2';
export const stopSquare = 'M7 7h10v10H7z';
export const arrowPointer = 'M5 3.5l13.5 7.8-6.1 1.6-2.9 5.8z';
export const pencil = 'M4.5 19.5l1-4.2L16.2 4.6a1.7 1.7 0 0 1 2.4 0l.8.8a1.7 1.7 0 0 1 0 2.4L8.7 18.5zM14 7l3 3';
export const eraser =
  'M8.5 19.5L3.9 14.9a1.6 1.6 0 0 1 0-2.3l8.7-8.7a1.6 1.6 0 0 1 2.3 0l5.2 5.2a1.6 1.6 0 0 1 0 2.3l-8.1 8.1zM8.3 8.3l7.4 7.4M12 19.5h8.5';
export const takenHand = 'M9 14 4.5 9.5 9 5M4.5 9.5h9a5.5 5.5 0 0 1 0 11H11';
export const openHand =
  'M7 13V6.5a1.5 1.5 0 0 1 3 0V11V4.5a1.5 1.5 0 0 1 3 0V11V5.5a1.5 1.5 0 0 1 3 0V12V8a1.5 1.5 0 0 1 3 0v6.5a6 6 0 0 1-6 6h-1.5a6 6 0 0 1-4.8-2.4L4 14a1.6 1.6 0 0 1 2.4-2z';
export const slantedArrow = 'M5 19 18.5 5.5M9 5h10v10';
export const frameCorners =
  'M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15';
export const followEye =
  'M2.5 12C4 8.2 7.5 5 12 5s8 3.2 9.5 7c-1.5 3.800-5 7-9.5 7s-8-3.2-9.5-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z';
export const fitBox = 'M4 5.5h16v13H4zM8.5 9.5 7 12l1.5 2.5M15.5 9.5 17 12l-1.5 2.5';
export const textCursor =
  'M8 4.5c2.2 0 4 .9 4 2.5v10c0 1.6-1.8 2.5-4 2.5M16 4.5c-2.2 0-4 .9-4 2.5M12 17c0 1.6 1.8 2.5 4 2.5M9.5 12h5';
