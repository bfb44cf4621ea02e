/* Icons that no page loads before a call is near. */
export const microphone = 'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3';
export const microphoneOff =
  'M4 4l16 16M9 9v2.5a3 3 0 0 0 4.6 2.5M15 11V6.5a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10 5.5M18.4 12.4l.1-.9M12 18v3';
export const keys =
  'M6 5.5h.01M12 5.5h.01M18 5.5h.01M6 11h.01M12 11h.01M18 11h.01M6 16.5h.01M12 16.5h.01M18 16.5h.01M12 21h.01';
export const sliders = 'M4 7h8M16 7h4M14 5v4M4 17h4M12 17h8M10 15v4M4 12h12M20 12h0M18 10v4';
export const handsetDown =
  'M3.2 13.9c4.9-4.8 12.7-4.8 17.6 0 .7.7.7 1.7.1 2.4l-1.1 1.2c-.5.5-1.2.6-1.8.2l-2.3-1.5a1.4 1.4 0 0 1-.6-1.3l.1-1.3a11 11 0 0 0-6.4 0l.1 1.3c0 .5-.2 1-.6 1.3L6 17.7c-.6.4-1.3.3-1.8-.2l-1.1-1.2c-.6-.7-.6-1.7.1-2.4z';
export const minimize = 'M6 9.5l6 6 6-6';
export const cross = 'M6 6l12 12M18 6L6 18';
export const arrowUp = 'M12 19V5M6 11l6-6 6 6';
export const loudspeaker = 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11';
